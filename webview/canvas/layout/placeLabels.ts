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

/** In the order in which they are tried: the middle first, then towards both ends. */
const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/**
 * Where on its wire each label stands, as a share of the way, so that labels cover neither nodes nor each other, and no
 * other wire where that can be avoided. A wire without room is absent; its label shows when the wire is chosen. Shorter
 * wires choose first: they have less room.
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
    const free = shares.filter((share) => !solid.hits(rectAt(wire, share)));
    const clear = free.find((share) => !traces.hits(rectAt(wire, share), (trace) => trace.wire === id));
    const share = clear ?? free[0];
    if (share === undefined) continue;
    placed.set(id, share);
    solid.add(rectAt(wire, share));
  }
  return placed;
}

function rectAt({ course, width, height }: LabelledWire, share: number): Rect {
  const { x, y } = course.at(share);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Where a wire runs, in small pieces. */
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
