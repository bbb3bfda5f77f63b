import type { Graph, GraphEdge } from "./graph";

const byIndex = new WeakMap<Graph["edges"], ReadonlyMap<number, GraphEdge>>();

/** The edge with an index in the document's `edges`; undefined if it could not be read. */
export function edgeAt({ edges }: Graph, index: number): GraphEdge | undefined {
  let known = byIndex.get(edges);
  if (!known) {
    known = new Map(edges.map((edge) => [edge.index, edge]));
    byIndex.set(edges, known);
  }
  return known.get(index);
}
