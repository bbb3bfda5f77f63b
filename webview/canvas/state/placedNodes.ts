import type { Point, Rect } from "../layout/geometry";
import type { FlowNode } from "./canvasState";
import { rectOf } from "./scopes";

/** A node, and what it covers on the canvas. */
export interface PlacedFlowNode {
  readonly node: FlowNode;
  readonly rect: Rect;
}

/** The nodes by id where they are on the canvas, also those in frames. */
export function placedNodes(nodes: readonly FlowNode[]): Map<string, PlacedFlowNode> {
  const placed = new Map<string, PlacedFlowNode>();
  // A frame comes before the nodes in it.
  for (const node of nodes) {
    const rect = rectOf(node);
    const { x, y }: Point = placed.get(node.parentId ?? "")?.rect ?? { x: 0, y: 0 };
    placed.set(node.id, { node, rect: { ...rect, x: rect.x + x, y: rect.y + y } });
  }
  return placed;
}
