import type { Point, Rect } from "./geometry";
import type { Course } from "./wireCourse";

/** A cubic Bézier curve. */
type Curve = readonly [from: Point, first: Point, second: Point, to: Point];

/** Points at which a curve is tested against nodes, and the room it should leave to them, in px. */
const samples = 40;
const room = 4;

/**
 * The course between two nodes that nothing flows along: straight from one to the other if they are above each other,
 * else in an arc below, above or beside them; the first of these that runs across no other node, or across the least.
 */
export function linkCourse(a: Rect, b: Rect, isTaken: (area: Rect) => boolean): Course {
  const centre = bottomOf(a);
  let best: Curve = [centre, centre, centre, centre];
  let least = Infinity;
  for (const curve of curvesBetween(a, b)) {
    const covered = coveredBy(curve, isTaken);
    if (covered < least) [best, least] = [curve, covered];
    if (covered === 0) break;
  }
  return { path: pathOf(best), at: (fraction) => pointOn(best, fraction) };
}

/** In the order in which they are preferred. */
function* curvesBetween(a: Rect, b: Rect): Generator<Curve> {
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
  const [start, end] = [bottomOf(upper), topOf(lower)];
  if (end.y >= start.y) {
    const bend = (end.y - start.y) / 2;
    yield [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
  }
  const across = Math.abs(a.x + a.width / 2 - b.x - b.width / 2);
  const along = Math.abs(a.y + a.height / 2 - b.y - b.height / 2);
  for (const times of [1, 2, 3.5, 6]) {
    const sag = times * (34 + 0.12 * across);
    const low = Math.max(a.y + a.height, b.y + b.height) + sag;
    const high = Math.min(a.y, b.y) - sag;
    yield arc(bottomOf(a), bottomOf(b), { y: low });
    yield arc(topOf(a), topOf(b), { y: high });
    const reach = times * (34 + 0.12 * along);
    yield arc(sideOf(a, 0), sideOf(b, 0), { x: Math.min(a.x, b.x) - reach });
    yield arc(sideOf(a, 1), sideOf(b, 1), { x: Math.max(a.x + a.width, b.x + b.width) + reach });
  }
}

/** Its inner points are moved to a height or to an x. */
function arc(from: Point, to: Point, beyond: Partial<Point>): Curve {
  return [from, { ...from, ...beyond }, { ...to, ...beyond }, to];
}

function topOf({ x, y, width }: Rect): Point {
  return { x: x + width / 2, y };
}

function bottomOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height };
}

/** A point at the left (0) or right (1) edge, below the ports of most nodes. */
function sideOf({ x, y, width, height }: Rect, side: 0 | 1): Point {
  return { x: x + side * width, y: y + 0.8 * height };
}

function coveredBy(curve: Curve, isTaken: (area: Rect) => boolean): number {
  let covered = 0;
  for (let sample = 1; sample < samples; sample++) {
    const { x, y } = pointOn(curve, sample / samples);
    if (isTaken({ x: x - room, y: y - room, width: 2 * room, height: 2 * room })) covered++;
  }
  return covered;
}

function pointOn([a, b, c, d]: Curve, fraction: number): Point {
  const rest = 1 - fraction;
  const [p, q, r, s] = [rest ** 3, 3 * rest ** 2 * fraction, 3 * rest * fraction ** 2, fraction ** 3];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

function pathOf([from, first, second, to]: Curve): string {
  const show = ({ x, y }: Point) => `${x},${y}`;
  return `M${show(from)} C${show(first)} ${show(second)} ${show(to)}`;
}
