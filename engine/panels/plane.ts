import type { PanelRole, PointGroup } from "../run/panels";
import type { HostArray } from "../tensor/hostArrays";

type Range = readonly [left: number, right: number, bottom: number, top: number];

/** What is left empty around points, as a fraction of their extent. */
const margin = 0.15;

/** The points of [count, 2], with their classes, if given: those that are finite, and equal ones once. */
export function pointGroup(role: PanelRole, data: HostArray, classes?: HostArray): PointGroup {
  const seen = new Set<string>();
  const rows = Array.from({ length: data.length / 2 }, (_, row) => row).filter((row) => {
    const point = [data[2 * row] ?? NaN, data[2 * row + 1] ?? NaN, classes?.[row] ?? 0];
    const key = point.join();
    return point.every(Number.isFinite) && !seen.has(key) && seen.add(key);
  });
  const column = (axis: number) => rows.map((row) => short(data[2 * row + axis] ?? 0));
  return {
    role,
    x: column(0),
    y: column(1),
    ...(classes && { classes: rows.map((row) => classes[row] ?? 0) }),
  };
}

/** The part of the plane that contains the points of [count, 2], with a margin, as a square. */
export function rangeOf(data: HostArray): Range {
  const [x, y] = [extentOf(data, 0), extentOf(data, 1)];
  const half = Math.max(x.half, y.half) || 1;
  return around(x.middle, half, y.middle, half);
}

/** The same where the two directions have nothing to do with each other, each of its own length. */
export function planeOver(data: HostArray): Range {
  const [x, y] = [extentOf(data, 0), extentOf(data, 1)];
  return around(x.middle, x.half || 1, y.middle, y.half || 1);
}

function around(x: number, halfWidth: number, y: number, halfHeight: number): Range {
  const [wide, high] = [halfWidth * (1 + 2 * margin), halfHeight * (1 + 2 * margin)];
  return [x - wide, x + wide, y - high, y + high];
}

function extentOf(data: HostArray, axis: number): { readonly middle: number; readonly half: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < data.length / 2; row++) {
    low = Math.min(low, data[2 * row + axis] ?? 0);
    high = Math.max(high, data[2 * row + axis] ?? 0);
  }
  return low <= high ? { middle: (low + high) / 2, half: (high - low) / 2 } : { middle: 0, half: 1 };
}

/** Four digits are finer than a pixel. */
export function short(value: number): number {
  return Number(value.toPrecision(4));
}

/** The middles of the cells of a grid over a part of the plane, row by row from the top: [cells · cells, 2]. */
export function gridOver([left, right, bottom, top]: Range, cells: number): Float32Array {
  const points = new Float32Array(2 * cells * cells);
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++) {
      const at = 2 * (row * cells + column);
      points[at] = left + ((column + 0.5) / cells) * (right - left);
      points[at + 1] = top - ((row + 0.5) / cells) * (top - bottom);
    }
  return points;
}
