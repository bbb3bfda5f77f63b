import type { ShownLoss } from "../../messages/run";
import type { Rect } from "../layout/geometry";
import { handlePlace } from "../layout/handlePlace";
import { nodeMetrics } from "../model/nodeSize";
import type { NodeView, Side } from "../model/nodeView";

interface Trimmed {
  readonly view: NodeView;
  readonly rect: Rect;
}

/** Whether a node is drawn without the row that the canvas keeps for the curve of its loss. */
export function isTrimmed({ category, look }: NodeView, loss: ShownLoss | undefined): boolean {
  return category === "loss" && look === "card" && loss?.loss === undefined;
}

/**
 * A node and what it covers, without the empty row of a loss before the first run: its upper edge is lower, so that its ports,
 * and with them its wires, are where they are on the canvas.
 */
export function trimmed(view: NodeView, rect: Rect, loss: ShownLoss | undefined): Trimmed {
  if (!isTrimmed(view, loss)) return { view, rect };
  const cut = nodeMetrics.preview;
  const height = view.height - cut;
  const heights = (side: Side) =>
    (side === "input" ? view.inputs : view.outputs).map((_, index) => handlePlace(view, side, index).y - cut);
  const portsAt = { input: heights("input"), output: heights("output") };
  return { view: { ...view, height, portsAt }, rect: { ...rect, y: rect.y + cut, height } };
}
