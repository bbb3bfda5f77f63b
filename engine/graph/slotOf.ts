import { pathOf, type Path } from "../tensor/path";
import type { TypedNode } from "./typedGraph";

/** The path of the tensor that a node uses as a weight: its own, or another node's. */
export function slotOf({ node, shared }: Pick<TypedNode, "node" | "shared">, weight: string): Path {
  return shared?.[weight] ?? pathOf(node.id, weight);
}
