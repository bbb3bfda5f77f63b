import { copyNodes, pasteNodes } from "../../../engine/document/clipboard";
import type { Graph } from "../../../engine/graph/graph";
import type { Point } from "../layout/geometry";
import type { CanvasState } from "./canvasState";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";

/** The selection as text for the clipboard; undefined if nothing is selected. */
export function copySelection(canvas: Canvas): string | undefined {
  const state = canvas.get();
  const graph = shownGraph(state);
  const nodes = selectedNodes(state);
  return graph && nodes.length > 0 ? copyNodes(graph, nodes) : undefined;
}

/** Adds the nodes in a clipboard text, at `corner` or slightly offset from the originals, and selects them. */
export function pasteText(canvas: Canvas, text: string, corner?: Point): void {
  const graph = shownGraph(canvas.get());
  if (!graph) return;
  const place = corner && ([Math.round(corner.x), Math.round(corner.y)] as const);
  const pasted = pasteNodes(graph, text, place, canvas.get().page?.nodes.keys());
  if ("refused" in pasted) {
    canvas.say(pasted.refused);
    return;
  }
  canvas.editPage(
    pasted.edit,
    pasted.edit.nodes.map(({ id }) => id),
  );
}

/** Adds a copy of the selection next to it. */
export function duplicateSelection(canvas: Canvas): void {
  const text = copySelection(canvas);
  if (text !== undefined) pasteText(canvas, text);
}

/** The graph of the page, with the positions as shown, written or not. */
function shownGraph({ page, nodes }: CanvasState): Graph | undefined {
  if (!page) return undefined;
  const layout = Object.fromEntries(
    nodes.map(({ id, position }) => [id, [Math.round(position.x), Math.round(position.y)] as const]),
  );
  return { ...page.typed.graph, nodes: page.scope.nodes, edges: page.scope.edges, layout };
}
