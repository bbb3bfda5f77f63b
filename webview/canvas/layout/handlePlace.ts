import { hasPortRows, hasPreview, nodeMetrics } from "../model/nodeSize";
import type { NodeView } from "../model/nodeView";
import type { Point } from "./geometry";

/** A handle's position relative to the node's top left corner. */
export function handlePlace(view: NodeView, side: "input" | "output", index: number): Point {
  const x = side === "input" ? 0 : view.width;
  if (view.portsAt) return { x, y: view.portsAt[side][index] ?? nodeMetrics.handle };
  if (view.look !== "card") return { x, y: view.height / 2 };
  if (!hasPortRows(view)) return { x, y: nodeMetrics.handle };
  let top = nodeMetrics.header;
  if (view.chips.length > 0) top += nodeMetrics.chips;
  if (hasPreview(view)) top += nodeMetrics.preview;
  return { x, y: top + nodeMetrics.portRow * (index + 0.5) };
}
