import { newNode } from "../../../engine/document/newNode";
import type { Point } from "../layout/geometry";
import { portsOf } from "../model/nodeView";
import { selectedNodes, type AddMenu, type CanvasState, type WireStart } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { frameOf } from "./frames";
import { addAtWire, addLayer, takenNames } from "./gestures";
import { connectionTo, sizeOfNew, wiresOfNew } from "./newWires";
import { homeOf, placeBeside, placeFree } from "./places";
import { viewOf } from "./scopes";

/** Where a menu of layers is asked for. */
export interface Asked {
  /** The pointer in page coordinates, if it is on the canvas and was used last. */
  readonly pointer: Point | undefined;
  /** The node under it. */
  readonly over: string | undefined;
  /** The middle of the view, in page coordinates. */
  readonly middle: Point;
  /** From the graph's coordinates to those of the page. */
  readonly toPage: (point: Point) => Point;
}

/**
 * Opens the menu of layers to add. The new layer goes on from the only selected node or the one under the pointer: where
 * the pointer is on the empty canvas, else beside that node.
 */
export function openAddMenu(canvas: Canvas, { pointer, over, middle, toPage }: Asked): void {
  const state = canvas.get();
  const [selected, second] = selectedNodes(state);
  const only = second === undefined ? selected : undefined;
  const node = [only, over].find((id) => id !== undefined && frameOf(id) === "");
  if (node !== undefined && (!pointer || over !== undefined)) goOnFrom(canvas, node, toPage);
  else {
    const from = node === undefined ? undefined : outputOf(state, node);
    canvas.set({ addMenu: { at: pointer ?? middle, from, place: "here" } });
  }
}

/** Opens the menu of layers to go on with after a node. */
export function goOnFrom(canvas: Canvas, node: string, toPage: Asked["toPage"]): void {
  const state = canvas.get();
  const at = toPage(besideOf(state, node));
  canvas.set({ addMenu: { at, from: outputOf(state, node), place: { beside: node } } });
}

/**
 * Adds a layer as the menu says, selects it and closes the menu. Returns its name.
 *
 * @param at Where the menu is, in the graph's coordinates.
 * @param fits Whether it is to be wired to the port that the menu is for.
 */
export function addFromMenu(
  canvas: Canvas,
  type: string,
  { from, place }: AddMenu,
  at: Point,
  fits: boolean,
): string {
  canvas.set({ addMenu: undefined });
  if (fits && place === "wire" && from) return addAtWire(canvas, type, at, from);
  if (fits && typeof place === "object") return addLayer(canvas, type, at, place.beside);
  const node = newNode(takenNames(canvas.get().page), type);
  const size = sizeOfNew(canvas, node);
  const edge = fits && from ? connectionTo(canvas, { node: from.node }, node) : undefined;
  const corner =
    typeof place === "object"
      ? placeBeside(canvas, place.beside, size)
      : placeFree(canvas, { x: at.x - size.width / 2, y: at.y - size.height / 2 }, size);
  const { x, y } = homeOf(canvas, corner, size);
  const edges = wiresOfNew(canvas, node, edge);
  canvas.editPage({ kind: "add", nodes: [node], edges, layout: { [node.id]: [x, y] } }, [node.id]);
  return node.id;
}

/** A node's first output, from which a wire can begin. */
function outputOf(state: CanvasState, node: string): WireStart | undefined {
  const view = viewOf(state, node);
  const [port] = view ? portsOf(view, "output") : [];
  return port && { node, port: port.name, side: "output" };
}

/** The point to the right of a node at which the menu opens, so that it covers neither the node nor what feeds it. */
function besideOf({ nodes }: CanvasState, node: string): Point {
  const found = nodes.find(({ id }) => id === node);
  if (!found) return { x: 0, y: 0 };
  return { x: found.position.x + found.data.view.width + 40, y: found.position.y };
}
