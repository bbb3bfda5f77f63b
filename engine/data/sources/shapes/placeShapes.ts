import { shapeNames, type ShapesParams } from "../../catalog/shapes";
import { pick, type Random } from "../../random";

/** A shape that fills a square box, in pixels from the upper left corner. */
export interface Shape {
  readonly name: (typeof shapeNames)[number];
  readonly x: number;
  readonly y: number;
  /** Half the side of its box. */
  readonly radius: number;
}

/** Half the side of a box, as a fraction of the image's. */
const radii = [0.12, 0.22] as const;
/** How often a place is looked for before a shape is left out. */
const tries = 20;

/** Random shapes of an image, at least one. Their boxes do not overlap, and their centres are in different cells. */
export function placeShapes({ size, objects, grid }: ShapesParams, random: Random): Shape[] {
  const wanted = 1 + random.below(objects);
  const placed: Shape[] = [];
  for (let attempt = 0; placed.length < wanted && attempt < tries * wanted; attempt++) {
    const radius = size * random.between(...radii);
    const shape = {
      name: pick(shapeNames, random),
      x: random.between(radius, size - radius),
      y: random.between(radius, size - radius),
      radius,
    };
    if (
      !placed.some(
        (other) => overlap(shape, other) || cellOf(shape, size, grid) === cellOf(other, size, grid),
      )
    )
      placed.push(shape);
  }
  return placed;
}

/** The number of the cell with a shape's centre, row by row. */
export function cellOf({ x, y }: Shape, size: number, grid: number): number {
  return Math.floor((y * grid) / size) * grid + Math.floor((x * grid) / size);
}

function overlap(a: Shape, b: Shape): boolean {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < a.radius + b.radius;
}
