import { copyNodes, pasteNodes } from "../../../engine/document/clipboard";
import type { Graph } from "../../../engine/graph/graph";
import type { Page } from "../../../engine/graph/page";
import type { Point } from "../layout/geometry";
import type { CanvasState } from "./canvasState";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { idInside } from "./frames";
import { homeOf } from "./places";
import { documentPlace, nodesOfPage, selectedPage } from "./scopes";

/** The selection as text for the clipboard; undefined if nothing is selected. */
export function copySelection(canvas: Canvas): string | undefined {
  const state = canvas.get();
  const graph = shownGraph(state, selectedPage(state));
  const nodes = selectedNodes(state).map(idInside);
  return graph && nodes.length > 0 ? copyNodes(graph, nodes) : undefined;
}

/** Adds the nodes in a clipboard text, at `corner` or slightly offset from the originals, and selects them. */
export function pasteText(canvas: Canvas, text: string, corner?: Point): void {
  const graph = shownGraph(canvas.get(), canvas.get().page);
  if (!graph) return;
  const home = corner && homeOf(canvas, corner);
  const place = home && ([home.x, home.y] as const);
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

/** The graph of a page, with the places of nodes that are not written too. */
function shownGraph(
  { page: own, nodes, way, frames }: CanvasState,
  page: Page | undefined,
): Graph | undefined {
  if (!page) return undefined;
  const frame = [...frames.values()].find((shown) => shown.page === page);
  const places: (readonly [string, Point])[] =
    page === own || !frame
      ? nodesOfPage(nodes).map((node) => [node.id, documentPlace(way, node)])
      : [...frame.inside.places].map(([id, [x, y]]) => [idInside(id), { x, y }]);
  const layout = Object.fromEntries(
    places.map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)] as const]),
  );
  return { ...page.typed.graph, nodes: page.scope.nodes, edges: page.scope.edges, layout };
}
