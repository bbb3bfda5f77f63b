import { scopeOf } from "../document/pathThrough";
import type { GraphNode, Scope } from "../graph/graph";
import type { TypedGraph } from "../graph/typedGraph";

/** Where a node of the expanded graph is written: in the document, or in a block. */
export interface WrittenNode {
  /** The name of the block; undefined for the document. */
  readonly block: string | undefined;
  readonly scope: Scope;
  readonly node: GraphNode;
}

/** Where a single node of the expanded graph is written; a repeated one stands for several. */
export function writtenNode({ graph }: TypedGraph, { id, origin }: GraphNode): WrittenNode | undefined {
  const block = origin?.block;
  const scope = scopeOf(graph, block);
  const written = origin?.id ?? (graph.nodes.has(id) ? id : (id.split("/", 1)[0] ?? id));
  const node = scope?.nodes.get(written);
  return scope && node && { block, scope, node };
}

/** The single nodes of the expanded graph that are written where this one is, including itself. */
export function writtenAlike(typed: TypedGraph, node: GraphNode): readonly string[] {
  if (typed.flat === typed.graph) return [node.id];
  const place = writtenNode(typed, node)?.node;
  return [...typed.flat.nodes.values()].flatMap((other) =>
    writtenNode(typed, other)?.node === place ? [other.id] : [],
  );
}
