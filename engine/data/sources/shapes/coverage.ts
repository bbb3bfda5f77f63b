import type { Shape } from "./placeShapes";

/** Samples per pixel and axis. */
const fine = 4;

/** Whether a point is inside, with coordinates relative to the centre in units of the radius. */
const inside: Readonly<Record<Shape["name"], (x: number, y: number) => boolean>> = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 1,
  // Upright, its base as wide as the box.
  triangle: (x, y) => y <= 1 && 2 * Math.abs(x) <= y + 1,
};

/** The fraction of a pixel that a shape covers, sampled at a grid of points. */
export function coverage({ name, x, y, radius }: Shape, row: number, column: number): number {
  let hits = 0;
  for (let point = 0; point < fine * fine; point++) {
    const px = column + ((point % fine) + 0.5) / fine;
    const py = row + (Math.floor(point / fine) + 0.5) / fine;
    if (inside[name]((px - x) / radius, (py - y) / radius)) hits++;
  }
  return hits / (fine * fine);
}
