import type { TypedGraph } from "../graph/typedGraph";

/** The losses of a graph, by node, that are never negative as long as their inputs are in their domains. */
export function nonNegativeLosses({ nodes }: TypedGraph): ReadonlySet<string> {
  const losses = [...nodes.values()].filter(({ layer: { objective }, ranges }) => {
    const range = objective === undefined ? undefined : ranges[objective];
    return range !== undefined && range.low >= 0;
  });
  return new Set(losses.map(({ node }) => node.id));
}
