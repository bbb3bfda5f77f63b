import { groupBy } from "../../ui/groupBy";
import { frameOf } from "../state/frames";
import { placedNodes } from "../state/placedNodes";
import { Bounds } from "./Bounds";
import { describePicture } from "./describePicture";
import { frameGround } from "./drawBox";
import { drawScope, type Drawn } from "./drawScope";
import { element, escaped } from "./element";
import type { Look } from "./Look";

export interface Picture {
  /** A whole SVG document, which needs no other file. */
  readonly svg: string;
  /** In px. */
  readonly width: number;
  readonly height: number;
}

/** The space around what is drawn, in px. */
const margin = 16;

/**
 * The page that the canvas shows, as an SVG picture called `name`: all nodes and wires where they are on the canvas, in view
 * or not, without what is only there for editing. Undefined if there are no nodes.
 */
export function drawPicture(state: Drawn, look: Look, name: string): Picture | undefined {
  const { page, frames, wires } = state;
  if (!page) return undefined;
  const byScope = groupBy(placedNodes(state.nodes), ([id]) => frameOf(id));
  // Outer ones come first: what is in a frame is drawn on it.
  const scopes = [
    { path: "", page, wires, ground: look.colours.surface },
    ...[...frames.values()].map(({ path, page: inside, wires: inner, view }) => {
      return { path, page: inside, wires: inner, ground: frameGround(look, view) };
    }),
  ];
  const bounds = new Bounds();
  const drawn = scopes.map((scope) =>
    drawScope(look, state, { ...scope, nodes: new Map(byScope.get(scope.path)) }, bounds),
  );
  const box = bounds.around(margin);
  if (!box) return undefined;
  const { x, y, width, height } = box;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...{ width, height, viewBox: `${x} ${y} ${width} ${height}` },
      ...{ role: "img", "aria-labelledby": "netloom-title", "aria-describedby": "netloom-description" },
      "font-family": look.fonts.text,
    },
    element("title", { id: "netloom-title" }, escaped(name)),
    element("desc", { id: "netloom-description" }, escaped(describePicture(page))),
    element("rect", { ...box, fill: look.colours.surface }),
    ...drawn,
  );
  return { svg: `${svg}\n`, width, height };
}
