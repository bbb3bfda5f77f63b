import type { Point } from "./geometry";

/** How a wire runs: to draw it and to place its label. */
export interface Course {
  /** An SVG path. */
  readonly path: string;
  /** The point at a fraction (0 to 1) of the wire's length. */
  readonly at: (fraction: number) => Point;
}

/**
 * The heights along which a wire runs around obstacles; if there are two, `passage` is the x at which it changes from
 * one to the other.
 */
export type Detour = readonly [lane: number] | readonly [first: number, passage: number, last: number];

/** How far, in px, a wire with a detour runs straight before it turns. */
export const laneReach = 16;
const corner = 10;

/** How much further, in px, each of several wires between the same two ports bends. */
const spread = 24;

/** How far, in px, a direct route bends down: 0 for the first of the wires with its ends, and alternating after that. */
export function bowOf(twin: number): number {
  return spread * Math.ceil(twin / 2) * (twin % 2 === 0 ? -1 : 1);
}

/**
 * A wire leaves its source to the right and enters its target from the left. The direct route is a cubic Bézier, whose
 * middle `bow` moves down by three quarters of its length; a detour is made of horizontal and vertical segments with
 * rounded corners.
 */
export function wireCourse(from: Point, to: Point, detour?: Detour, bow = 0): Course {
  return detour ? around(from, to, detour) : curve(from, to, bow);
}

function curve(from: Point, to: Point, bow: number): Course {
  const forward = to.x - from.x;
  const reach =
    forward >= 0
      ? Math.max(forward / 2, Math.min(28, Math.abs(to.y - from.y)))
      : Math.min(160, 36 + 7 * Math.sqrt(-forward));
  const [b, c] = [
    { x: from.x + reach, y: from.y + bow },
    { x: to.x - reach, y: to.y + bow },
  ];
  return {
    path: `M${show(from)} C${show(b)} ${show(c)} ${show(to)}`,
    at: (fraction) => {
      const rest = 1 - fraction;
      const [p, q, r, s] = [rest ** 3, 3 * rest ** 2 * fraction, 3 * rest * fraction ** 2, fraction ** 3];
      return { x: p * from.x + q * b.x + r * c.x + s * to.x, y: p * from.y + q * b.y + r * c.y + s * to.y };
    },
  };
}

function around(from: Point, to: Point, [first, passage, last = first]: Detour): Course {
  const [x1, x2] = [from.x + laneReach, to.x - laneReach];
  const points = [
    from,
    { x: x1, y: from.y },
    { x: x1, y: first },
    ...(passage === undefined
      ? []
      : [
          { x: passage, y: first },
          { x: passage, y: last },
        ]),
    { x: x2, y: last },
    { x: x2, y: to.y },
    to,
  ];
  return { path: rounded(points), at: (fraction) => along(points, fraction) };
}

function rounded(points: readonly Point[]): string {
  let path = "";
  points.forEach((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before) path = `M${show(point)}`;
    else if (!after) path += ` L${show(point)}`;
    else {
      const radius = Math.min(corner, length(before, point) / 2, length(point, after) / 2);
      path += ` L${show(towards(point, before, radius))} Q${show(point)} ${show(towards(point, after, radius))}`;
    }
  });
  return path;
}

function along(points: readonly Point[], fraction: number): Point {
  const steps = points.slice(1).map((point, index) => ({ from: points[index] ?? point, to: point }));
  let rest = fraction * steps.reduce((sum, { from, to }) => sum + length(from, to), 0);
  for (const { from, to } of steps) {
    const step = length(from, to);
    if (rest <= step) return towards(from, to, rest);
    rest -= step;
  }
  return points[points.length - 1] ?? { x: 0, y: 0 };
}

function towards(from: Point, to: Point, distance: number): Point {
  const whole = length(from, to);
  if (whole === 0) return from;
  const fraction = distance / whole;
  return { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction };
}

function length(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** Distance from a point to a course, by sampling; accurate to a few pixels. */
export function distanceTo({ at }: Course, { x, y }: Point): number {
  let nearest = Infinity;
  for (let sample = 0; sample <= 48; sample++) {
    const point = at(sample / 48);
    nearest = Math.min(nearest, Math.hypot(point.x - x, point.y - y));
  }
  return nearest;
}

function show({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
