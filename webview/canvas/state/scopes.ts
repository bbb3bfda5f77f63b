import type { NodeChange } from "@xyflow/react";
import { pageInside, type Page } from "../../../engine/graph/page";
import type { Point, Rect } from "../layout/geometry";
import type { Way } from "../layout/makeWay";
import type { NodeView } from "../model/nodeView";
import type { WireView } from "../model/wireView";
import { selectedNodes, type CanvasState, type FlowNode } from "./canvasState";
import { frameOf, idInside } from "./frames";

/** A node on the canvas: the page that it is on, which may be that of an instance open in place, and its id there. */
export interface Member {
  readonly page: Page;
  readonly id: string;
}

export function memberOf(state: Pick<CanvasState, "page" | "frames">, id: string): Member | undefined {
  const frame = frameOf(id);
  const page = frame === "" ? state.page : state.frames.get(frame)?.page;
  return page && { page, id: idInside(id) };
}

/** Whether a node is an instance of a block, which can be opened. */
export function isInstance(state: Pick<CanvasState, "page" | "frames">, id: string): boolean {
  const member = memberOf(state, id);
  return member !== undefined && pageInside(member.page, member.id) !== undefined;
}

/** The page of the selected nodes, which are all in one; the page that is shown if none is selected. */
export function selectedPage(state: CanvasState): Page | undefined {
  const [first] = selectedNodes(state);
  return first === undefined ? state.page : memberOf(state, first)?.page;
}

/** A node's view; of an instance that is open, as if it were not. */
export function viewOf(state: CanvasState, id: string): NodeView | undefined {
  const frame = frameOf(id);
  return (frame === "" ? state.views : state.frames.get(frame)?.views)?.get(id);
}

/** The wires of the page that a node is on. */
export function wiresAround(state: CanvasState, id: string): ReadonlyMap<string, WireView> {
  const frame = frameOf(id);
  return (frame === "" ? state.wires : state.frames.get(frame)?.wires) ?? new Map<string, WireView>();
}

/** Whether a node is directly in the frame of another one. */
export function isIn({ frames }: Pick<CanvasState, "frames">, id: string, frame: string): boolean {
  return frames.get(frameOf(id))?.node === frame;
}

/** The nodes that are not in a frame. */
export function nodesOfPage(nodes: readonly FlowNode[]): readonly FlowNode[] {
  return nodes.filter(({ parentId }) => parentId === undefined);
}

/** What a node covers on the canvas; of one in a frame, relative to the frame. */
export function rectOf({ position: { x, y }, data: { view } }: FlowNode): Rect {
  return { x, y, width: view.width, height: view.height };
}

/** Where a node of the page is in the document, if it was not dragged since it was drawn. */
export function documentPlace({ shifts }: Way, { id, position: { x, y } }: FlowNode): Point {
  const shift = shifts.get(id) ?? { x: 0, y: 0 };
  return { x: x - shift.x, y: y - shift.y };
}

/**
 * The nodes, of which only those of one scope are selected, so that what is done with the selection is one edit: those
 * of the scope of a node that a change has selected, the outermost if a box has selected several.
 */
export function inOneScope(nodes: FlowNode[], changes: readonly NodeChange<FlowNode>[]): FlowNode[] {
  const fresh = changes.flatMap((change) =>
    change.type === "select" && change.selected ? [frameOf(change.id)] : [],
  );
  const [first] = fresh;
  if (first === undefined) return nodes;
  const scope = fresh.reduce((outer, other) => (other.length < outer.length ? other : outer), first);
  if (nodes.every(({ id, selected }) => !selected || frameOf(id) === scope)) return nodes;
  return nodes.map((node) =>
    node.selected && frameOf(node.id) !== scope ? { ...node, selected: false } : node,
  );
}
