import type { NodeProps } from "@xyflow/react";
import type { FlowNode } from "../state/canvasState";

/**
 * Whether a node looks the same as before. Its position does not matter, and selection only if it reveals optional
 * ports.
 */
export function sameNode(before: NodeProps<FlowNode>, now: NodeProps<FlowNode>): boolean {
  const { view } = now.data;
  if (before.data.view !== view) return false;
  return before.selected === now.selected || view.spare.input.length + view.spare.output.length === 0;
}
