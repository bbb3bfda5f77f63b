import type { Page } from "../../../engine/graph/page";
import { moved } from "../layout/arrangeInside";
import { wireCourse } from "../layout/wireCourse";
import { wireEnds, type PlacedNode } from "../layout/wireEnds";
import type { WireView } from "../model/wireView";
import type { CanvasState } from "../state/canvasState";
import type { PlacedFlowNode } from "../state/placedNodes";
import { shownLoss } from "../state/shownLoss";
import type { Bounds } from "./Bounds";
import { stackReach } from "./drawBox";
import { drawLinks } from "./drawLinks";
import { drawOutlines, drawTags, marksArea } from "./drawMarks";
import { drawNode } from "./drawNode";
import { drawArrow, drawLabel, drawLine, pointsOf } from "./drawWire";
import { element } from "./element";
import type { Look } from "./Look";
import { trimmed } from "./trimmed";

/** What is drawn of the canvas's state. */
export type Drawn = Pick<
  CanvasState,
  "page" | "typed" | "frames" | "wires" | "nodes" | "lanes" | "labels" | "marks" | "run"
>;

/** The nodes and wires of the page, or of an instance that is open in place. */
export interface DrawnScope {
  /** What is before the last slash in the ids of its nodes. */
  readonly path: string;
  readonly page: Page;
  readonly wires: ReadonlyMap<string, WireView>;
  readonly nodes: ReadonlyMap<string, PlacedFlowNode>;
  /** The colour behind them. */
  readonly ground: string;
}

/** How far a port's circle reaches out of its node, in px. */
const portReach = 5;

/** Links, wires, their labels, and nodes on them, each where it is on the canvas. */
export function drawScope(look: Look, state: Drawn, scope: DrawnScope, bounds: Bounds): string {
  const { lines, labels, arrows, wired } = drawWires(look, state, scope, bounds);
  const outlines: string[] = [];
  const nodes = [...scope.nodes].map(([id, { node, rect: whole }]) => {
    const loss = shownLoss(state, id);
    const { view, rect } = trimmed(node.data.view, whole, loss);
    const at = { transform: `translate(${rect.x},${rect.y})` };
    const marks = state.marks.get(id) ?? [];
    bounds.add(rect, view.count === undefined ? portReach : stackReach);
    if (marks.length > 0) {
      const area = marksArea(view, marks);
      bounds.add({ ...area, x: rect.x + area.x, y: rect.y + area.y });
      // Wires cross them, and end on them.
      outlines.push(element("g", at, drawOutlines(look, view, marks)));
    }
    const inBlock = scope.page.block !== undefined;
    const context = { inBlock, loss, wired: wired.get(id) ?? new Set<string>() };
    return element("g", at, drawNode(look, view, context), drawTags(look, marks));
  });
  const links = drawLinks(look, scope, bounds);
  return [links, ...outlines, ...lines, ...labels, ...nodes, ...arrows].join("");
}

interface DrawnWires {
  readonly lines: readonly string[];
  readonly labels: readonly string[];
  readonly arrows: readonly string[];
  /** The inputs of each node that have a wire. */
  readonly wired: ReadonlyMap<string, ReadonlySet<string>>;
}

function drawWires(
  look: Look,
  { lanes, labels: places }: Drawn,
  scope: DrawnScope,
  bounds: Bounds,
): DrawnWires {
  const placed = new Map<string, PlacedNode>();
  for (const [id, { node, rect }] of scope.nodes) placed.set(id, { id, position: rect, data: node.data });
  const wired = new Map<string, Set<string>>();
  const lines: string[] = [];
  const labels: string[] = [];
  const arrows: string[] = [];
  for (const wire of scope.wires.values()) {
    const ends = wireEnds(wire, placed);
    if (!ends) continue;
    const { from, to, bow } = ends;
    const inputs = wired.get(wire.to.node) ?? new Set();
    wired.set(wire.to.node, inputs.add(wire.to.port));
    const lane = lanes.get(wire.id);
    const detour = lane && scope.path !== "" ? moved(lane, from.x, from.y) : lane;
    const course = wireCourse(from, to, detour, bow);
    bounds.addPoints(pointsOf(course, detour), 2);
    lines.push(drawLine(look, ends, course));
    arrows.push(drawArrow(look, ends));
    const fraction = places.get(wire.id);
    if (wire.label === undefined || fraction === undefined) continue;
    const label = drawLabel(look, course.at(fraction), wire.label, scope.ground);
    bounds.add(label.area);
    labels.push(label.drawn);
  }
  return { lines, labels, arrows, wired };
}
