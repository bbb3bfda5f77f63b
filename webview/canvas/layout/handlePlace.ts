import { hasPortRows, hasPreview, metrics } from "../model/nodeSize";
import type { NodeView } from "../model/nodeView";
import type { Point } from "./geometry";

/** Where a port's handle stands, from the node's top left corner. */
export function handlePlace(view: NodeView, side: "input" | "output", index: number): Point {
  const x = side === "input" ? 0 : view.width;
  if (view.look === "pill") return { x, y: view.height / 2 };
  if (!hasPortRows(view)) return { x, y: metrics.handle };
  let top = metrics.header;
  if (view.chips.length > 0) top += metrics.chips;
  if (hasPreview(view)) top += metrics.preview;
  return { x, y: top + metrics.portRow * (index + 0.5) };
}
