import type { GraphEdge, Scope } from "./graph";

const byIndex = new WeakMap<Scope["edges"], ReadonlyMap<number, GraphEdge>>();

/** The edge with an index in the `edges` of a document, a block or an expanded graph; undefined if it could not be read. */
export function edgeAt({ edges }: Pick<Scope, "edges">, index: number): GraphEdge | undefined {
  let known = byIndex.get(edges);
  if (!known) {
    known = new Map(edges.map((edge) => [edge.index, edge]));
    byIndex.set(edges, known);
  }
  return known.get(index);
}
