import type { Random } from "../../random";
import type { Point, Skeleton, Stroke } from "./skeletons";

/** The polyline that the pen follows, in pixels. */
export type Path = readonly Point[];

const piecesPerSegment = 6;

/**
 * Writes a skeleton like a human hand: jitters every point, then randomly stretches, bends, slants, rotates and scales
 * the whole, and places it near the middle of a picture of `size` × `size` pixels.
 */
export function write({ strokes, width }: Skeleton, size: number, random: Random): Path[] {
  const wide = width * random.between(0.8, 1.25);
  const slant = clamp(0.12 + 0.17 * random.normal(), -0.3, 0.5);
  const angle = clamp(0.09 * random.normal(), -0.25, 0.25);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const bend = 0.035 * random.normal();
  const [bendX, bendY] = [random.between(0, 2 * Math.PI), random.between(0, 2 * Math.PI)];
  const deform = ([x, y]: Point): Point => {
    const down = y - 0.5 + bend * Math.sin(5 * x + bendY);
    const right = wide * (x - 0.5 + bend * Math.sin(5 * y + bendX)) - slant * down;
    return [cos * right - sin * down, sin * right + cos * down];
  };
  // Strokes that share a point still do afterwards: the same point moves the same way.
  const moved = new Map<string, Point>();
  const unsteady = (point: Point): Point => {
    const key = point.join();
    const known = moved.get(key);
    if (known) return known;
    const [x, y] = point;
    const shaken: Point = [x + 0.035 * random.normal(), y + 0.03 * random.normal()];
    moved.set(key, shaken);
    return shaken;
  };
  const paths = strokes.map((stroke) =>
    follow({ ...stroke, points: stroke.points.map(unsteady) }).map(deform),
  );
  return fit(paths, {
    side: size * random.between(0.58, 0.75),
    middle: [
      size / 2 + clamp(0.8 * random.normal(), -1.5, 1.5),
      size / 2 + clamp(0.8 * random.normal(), -1.5, 1.5),
    ],
  });
}

/** Scales and moves paths so that their bounding box has the given centre and longer side. */
function fit(paths: readonly Path[], { side, middle }: { side: number; middle: Point }): Path[] {
  const points = paths.flat();
  const extent = (axis: 0 | 1): Point => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)];
  };
  const [left, right] = extent(0);
  const [top, bottom] = extent(1);
  const scale = side / Math.max(right - left, bottom - top);
  return paths.map((path) =>
    path.map(([x, y]): Point => [
      middle[0] + scale * (x - (left + right) / 2),
      middle[1] + scale * (y - (top + bottom) / 2),
    ]),
  );
}

/** The pen's path through a stroke's points. */
function follow({ kind, points }: Stroke): Path {
  if (kind === "line") return points;
  const path: Point[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const from = points[index] ?? [0, 0];
    const to = points[index + 1] ?? from;
    const before = points[index - 1] ?? from;
    const after = points[index + 2] ?? to;
    for (let piece = 0; piece < piecesPerSegment; piece++)
      path.push(between(before, from, to, after, piece / piecesPerSegment));
  }
  const last = points.at(-1);
  if (last) path.push(last);
  return path;
}

/** The Catmull–Rom spline (1974) from `from` to `to`, at 0 ≤ time ≤ 1. */
function between(before: Point, from: Point, to: Point, after: Point, time: number): Point {
  const axis = (a: number, b: number, c: number, d: number): number =>
    b + 0.5 * time * (c - a + time * (2 * a - 5 * b + 4 * c - d + time * (3 * (b - c) + d - a)));
  return [axis(before[0], from[0], to[0], after[0]), axis(before[1], from[1], to[1], after[1])];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
