import type { Point } from "./geometry";

/** A cubic Bézier: start, two control points, end. */
export type Curve = readonly [Point, Point, Point, Point];

/** A wire leaves to the right and arrives from the left; one that runs back swings out further. */
export function wireCurve(from: Point, to: Point): Curve {
  const forward = to.x - from.x;
  const reach =
    forward >= 0
      ? Math.max(forward / 2, Math.min(28, Math.abs(to.y - from.y)))
      : Math.min(160, 36 + 7 * Math.sqrt(-forward));
  return [from, { x: from.x + reach, y: from.y }, { x: to.x - reach, y: to.y }, to];
}

export function pathOf([a, b, c, d]: Curve): string {
  return `M${round(a.x)},${round(a.y)} C${round(b.x)},${round(b.y)} ${round(c.x)},${round(c.y)} ${round(d.x)},${round(d.y)}`;
}

/** The point at a share of the way, 0 to 1. */
export function pointOn([a, b, c, d]: Curve, share: number): Point {
  const rest = 1 - share;
  const [p, q, r, s] = [rest ** 3, 3 * rest ** 2 * share, 3 * rest * share ** 2, share ** 3];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

/** Distance from a point to a curve, sampled; good to about a pixel for wires. */
export function distanceTo(curve: Curve, { x, y }: Point): number {
  let nearest = Infinity;
  for (let sample = 0; sample <= 32; sample++) {
    const point = pointOn(curve, sample / 32);
    nearest = Math.min(nearest, Math.hypot(point.x - x, point.y - y));
  }
  return nearest;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
