import { noShape, shapeNames, type ShapesParams } from "../catalog/shapes";
import { purposes, randomSequence, type Random } from "../random";
import { generator } from "./loader";
import { coverage } from "./shapes/coverage";
import { cellOf, placeShapes, type Shape } from "./shapes/placeShapes";

/** Bright shapes on black; a pixel belongs to a shape that covers at least half of it. */
export const shapes = generator<ShapesParams>({
  draw: (params, seed) => {
    const { samples, size, grid } = params;
    const [pixels, cells] = [size * size, grid * grid];
    const image = new Float32Array(samples * pixels);
    const mask = new Int32Array(samples * pixels);
    const object = new Float32Array(samples * cells);
    const boxes = new Float32Array(samples * 4 * cells);
    const label = new Int32Array(samples * cells).fill(noShape);
    for (let sample = 0; sample < samples; sample++) {
      const random = randomSequence(seed, purposes.generator, sample);
      const [from, to] = [sample * pixels, (sample + 1) * pixels];
      for (const shape of placeShapes(params, random)) {
        paint(shape, random.between(0.5, 1), image.subarray(from, to), mask.subarray(from, to), size);
        const cell = cellOf(shape, size, grid);
        object[sample * cells + cell] = 1;
        label[sample * cells + cell] = shapeNames.indexOf(shape.name);
        for (const [index, value] of boxOf(shape, size, grid).entries())
          boxes[(4 * sample + index) * cells + cell] = value;
      }
      addNoise(image.subarray(from, to), params.noise, random);
    }
    return [image, mask, object, boxes, label];
  },
});

/** Where the centre is in its cell, and width and height as fractions of the image's: `boxOfCell` reads it. */
function boxOf({ x, y, radius }: Shape, size: number, grid: number): number[] {
  const inCell = (position: number) => ((position * grid) / size) % 1;
  return [inCell(x), inCell(y), (2 * radius) / size, (2 * radius) / size];
}

function paint(shape: Shape, brightness: number, image: Float32Array, mask: Int32Array, size: number): void {
  const { x, y, radius } = shape;
  for (let row = Math.floor(y - radius); row < Math.min(size, y + radius); row++)
    for (let column = Math.floor(x - radius); column < Math.min(size, x + radius); column++) {
      const covered = coverage(shape, row, column);
      const pixel = row * size + column;
      image[pixel] = (image[pixel] ?? 0) + brightness * covered;
      if (covered >= 0.5) mask[pixel] = 1 + shapeNames.indexOf(shape.name);
    }
}

/** Adds normally distributed noise and keeps the pixels in 0 … 1. */
function addNoise(image: Float32Array, noise: number, random: Random): void {
  for (let pixel = 0; pixel < image.length; pixel++)
    image[pixel] = Math.min(1, Math.max(0, (image[pixel] ?? 0) + (noise > 0 ? noise * random.normal() : 0)));
}
