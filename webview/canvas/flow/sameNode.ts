import type { NodeProps } from "@xyflow/react";
import type { FlowNode } from "../state/canvasState";

/** A node looks the same wherever it stands: moving it draws nothing again. */
export function sameNode(before: NodeProps<FlowNode>, now: NodeProps<FlowNode>): boolean {
  return before.data.view === now.data.view;
}
