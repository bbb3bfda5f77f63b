import type { TypedNode } from "../graph/typedGraph";

/**
 * The node whose features reach a node: the nearest upstream (by first inputs) that has weights and is no normalisation,
 * which only scales them. Undefined where the node acts on data.
 */
export function featureNode(
  nodeOf: (id: string) => TypedNode | undefined,
  id: string,
): TypedNode | undefined {
  let node = nodeOf(id);
  do {
    const before = node && Object.values(node.incoming)[0]?.[0];
    node = before && nodeOf(before.node);
  } while (node && (node.layer.gives === "normalised" || Object.keys(node.weights).length === 0));
  return node;
}
