import type { NodeView } from "../model/nodeView";
import { element, type Attributes } from "./element";
import type { Look } from "./Look";
import { mix } from "./mix";

/** How far the copies behind a repeated node are seen, in px. */
export const stackReach = 6;

/** The node's box: its shape and colour say what kind of node it is. */
export function drawBox(look: Look, view: NodeView): string {
  const { colours } = look;
  const { width, height, category } = view;
  const colour = colours.category[category];
  const rect = (radius: number, attributes: Attributes) =>
    element("rect", { ...inset(width, height), rx: radius, ...attributes });
  const dashes = category === "unknown" || view.bypassed ? "3 3" : undefined;
  const card = view.bypassed ? mix(colours.surface, colours.card, 0.55) : colours.card;
  switch (view.look) {
    case "end": {
      const fill = mix(colours.surface, colour, 0.14);
      const left = view.outputs.length > 0 ? 4 : 12;
      return element("path", { d: rounded(width, height, left, 16 - left), fill, stroke: colour });
    }
    case "pill":
      return (
        stack(look, view, 14) +
        rect(14, {
          fill: card,
          stroke: mix(colours.surface, colour, 0.75),
          "stroke-dasharray": dashes,
        })
      );
    case "frame":
      return (
        stack(look, view, 8) +
        rect(8, { fill: frameGround(look, view), stroke: mix(colours.cardLine, colour, 0.45) }) +
        doubleTop(width, 8, colour)
      );
    case "card":
      return (
        stack(look, view, 7) +
        rect(7, { fill: card, stroke: colours.cardLine, "stroke-dasharray": dashes }) +
        (category === "block" ? doubleTop(width, 7, colour) : bar(height, colour))
      );
  }
}

/** What is behind the nodes in a frame. */
export function frameGround({ colours }: Look, { category }: Pick<NodeView, "category">): string {
  return mix(colours.surface, colours.category[category], 0.05);
}

/** The copies behind a repeated node. */
function stack({ colours }: Look, { count, width, height }: NodeView, radius: number): string {
  if (count === undefined) return "";
  return [stackReach, stackReach / 2]
    .map((away) =>
      element("rect", {
        ...inset(width, height),
        ...{ x: away + 0.5, y: 0.5 - away, rx: radius, fill: colours.card, stroke: colours.cardLine },
      }),
    )
    .join("");
}

/** A line of 1 px lies within the box. */
function inset(width: number, height: number): Attributes {
  return { x: 0.5, y: 0.5, width: width - 1, height: height - 1 };
}

/** The bar at a card's left, which thins towards the corners. */
function bar(height: number, fill: string): string {
  const d = `M7,0 A7,7 0 0 0 0,7 V${height - 7} A7,7 0 0 0 7,${height} A4,6 0 0 1 3.5,${height - 7} V7 A4,6 0 0 1 7,0 Z`;
  return element("path", { d, fill });
}

/** The double line at the top of what contains other nodes. */
function doubleTop(width: number, radius: number, stroke: string): string {
  const r = radius - 0.5;
  const d = `M0.5,${radius} A${r},${r} 0 0 1 ${radius},0.5 H${width - radius} A${r},${r} 0 0 1 ${width - 0.5},${radius} M3,2.75 H${width - 3}`;
  return element("path", { d, fill: "none", stroke });
}

/** A box whose corners are rounder on one side. */
function rounded(width: number, height: number, left: number, right: number): string {
  const [w, h] = [width - 0.5, height - 0.5];
  const l = Math.min(left, height / 2 - 0.5);
  const r = Math.min(right, height / 2 - 0.5);
  return `M${0.5 + l},0.5 H${w - r} A${r},${r} 0 0 1 ${w},${0.5 + r} V${h - r} A${r},${r} 0 0 1 ${w - r},${h} H${0.5 + l} A${l},${l} 0 0 1 0.5,${h - l} V${0.5 + l} A${l},${l} 0 0 1 ${0.5 + l},0.5 Z`;
}
