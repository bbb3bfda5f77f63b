import { labelWidth } from "../layout/labelWidth";
import type { Point, Rect } from "../layout/geometry";
import type { Course, Detour } from "../layout/wireCourse";
import type { WireEnds } from "../layout/placeLanes";
import { handleReach } from "../layout/wireEnds";
import { element } from "./element";
import type { Look } from "./Look";
import { mix } from "./mix";
import { write } from "./write";

/** The line of a wire. */
export function drawLine({ colours }: Look, { from }: WireEnds, { path }: Course): string {
  return element("path", {
    // From the edge of its node; the port's circle covers the beginning.
    d: path.replace(/^M(\S+)/, `M${show({ x: from.x - handleReach, y: from.y })} L$1`),
    ...{ fill: "none", stroke: colours.wire, "stroke-width": 1.6 },
  });
}

/** The arrow at the end of a wire, which reaches to the edge of its node. */
export function drawArrow({ colours }: Look, { to }: WireEnds): string {
  const tip = show({ x: to.x + handleReach - 0.5, y: to.y });
  return element("path", { d: `M${tip} l-7.5,-3.6 v7.2 z`, fill: colours.wire });
}

/** Points on a course that are close enough to each other to bound it. */
export function pointsOf({ at }: Course, detour?: Detour): Point[] {
  const points = Array.from({ length: 65 }, (_, index) => at(index / 64));
  const { x, y } = at(0);
  const [first = y, passage = x, last = first] = detour ?? [];
  return [...points, { x, y: first }, { x: passage, y: last }];
}

/** The shape of a wire's tensor on a piece of `ground`, which interrupts the line. */
export function drawLabel(
  look: Look,
  { x, y }: Point,
  label: string,
  ground: string,
): { readonly drawn: string; readonly area: Rect } {
  const width = labelWidth(label);
  const area = { x: x - width / 2, y: y - 7, width, height: 14 };
  const fill = mix(look.colours.quiet, look.colours.category.data, 0.4);
  const drawn =
    element("rect", { ...area, rx: 3, fill: ground }) +
    write(look, label, x, y, { size: 10.5, style: "mono", fill, at: "middle" });
  return { drawn, area };
}

function show({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
