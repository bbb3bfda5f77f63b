import type { Rect } from "./geometry";
import { RectGrid } from "./RectGrid";
import type { Course } from "./wireCourse";

export interface LabelledWire {
  readonly id: string;
  readonly course: Course;
  /** Size of the label. */
  readonly width: number;
  readonly height: number;
}

/** In the order they are tried: the middle first, then towards both ends. */
const fractions = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/**
 * Each label's position, as a fraction of its wire's length, so that labels cover neither nodes nor each other, nor
 * other wires if that can be avoided. A wire without room is absent; its label shows when the wire is selected. Shorter
 * wires choose first, since they have less room.
 */
export function placeLabels(
  wires: readonly LabelledWire[],
  nodes: readonly Rect[],
): ReadonlyMap<string, number> {
  const solid = new RectGrid(nodes);
  const traces = new RectGrid(wires.flatMap(tracesOf));
  const placed = new Map<string, number>();
  for (const wire of [...wires].sort((a, b) => span(a.course) - span(b.course))) {
    const { id } = wire;
    const free = fractions.filter((fraction) => !solid.hits(rectAt(wire, fraction)));
    const clear = free.find((fraction) => !traces.hits(rectAt(wire, fraction), (trace) => trace.wire === id));
    const fraction = clear ?? free[0];
    if (fraction === undefined) continue;
    placed.set(id, fraction);
    solid.add(rectAt(wire, fraction));
  }
  return placed;
}

function rectAt({ course, width, height }: LabelledWire, fraction: number): Rect {
  const { x, y } = course.at(fraction);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** The wire's course as small rectangles. */
function tracesOf({ id, course }: LabelledWire): (Rect & { readonly wire: string })[] {
  const pieces = Math.min(48, Math.ceil(span(course) / 20) + 4);
  return Array.from({ length: pieces + 1 }, (_, piece) => {
    const { x, y } = course.at(piece / pieces);
    return { x: x - 5, y: y - 5, width: 10, height: 10, wire: id };
  });
}

function span({ at }: Course): number {
  const [from, to] = [at(0), at(1)];
  return Math.hypot(to.x - from.x, to.y - from.y);
}
