import type { TypedNode } from "../graph/typedGraph";

/**
 * The node that computes the features a node acts on: the nearest one upstream, along first inputs, that has weights
 * and is not a normalisation, which only scales features. Undefined if the node acts on data.
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
