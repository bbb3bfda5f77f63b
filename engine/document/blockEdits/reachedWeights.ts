import { expand } from "../../graph/expand";
import type { Graph, GraphNode } from "../../graph/graph";
import { nodePathsIn } from "../../graph/sharing";
import { layers } from "../../layers";
import { withOwners, type NodePath } from "../../tensor/path";

/** The nodes and instances of an expanded graph with weights that some losses reach, except those that follow others. */
export function reachedWeights(graph: Graph, losses: readonly NodePath[]): ReadonlySet<NodePath> {
  const flat = expand(graph).graph;
  const sources = new Map<NodePath, NodePath[]>();
  for (const { from, to } of flat.edges) {
    const known = sources.get(to.node);
    if (known) known.push(from.node);
    else sources.set(to.node, [from.node]);
  }
  const reached = new Set(losses);
  // It grows during the loop.
  for (const id of reached) for (const source of sources.get(id) ?? []) reached.add(source);
  // What holds weights for a node is reached with it.
  for (const id of reached)
    for (const { node } of nodePathsIn({ weightsOf: flat.nodes.get(id)?.weightsOf })) reached.add(node);
  return new Set([...reached].filter((id) => isTrained(flat.nodes.get(id))).flatMap(withOwners));
}

function isTrained(node: GraphNode | undefined): boolean {
  return node !== undefined && !node.follows && layers.get(node.type)?.weights !== undefined;
}
