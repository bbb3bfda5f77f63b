import type { NodeProps } from "@xyflow/react";
import type { FlowNode } from "../state/canvasState";

/** A node looks the same wherever it stands, and selected too unless it shows its optional ports then. */
export function sameNode(before: NodeProps<FlowNode>, now: NodeProps<FlowNode>): boolean {
  const { view } = now.data;
  if (before.data.view !== view) return false;
  return before.selected === now.selected || view.spare.input.length + view.spare.output.length === 0;
}
