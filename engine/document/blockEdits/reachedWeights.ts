import { expand } from "../../graph/expand";
import type { Graph, GraphNode } from "../../graph/graph";
import { layers } from "../../layers";
import { pathOf, readPath, withOwners, type NodePath } from "../../tensor/path";

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
  const trained = [...reached, ...holders(flat, reached)].filter((id) => isTrained(flat.nodes.get(id)));
  return new Set(trained.flatMap(withOwners));
}

/** The nodes at the ends of the chains by which nodes take their weights from others. */
function holders({ nodes }: Graph, ids: Iterable<NodePath>): ReadonlySet<NodePath> {
  const found = new Set<NodePath>();
  // Paths of weights, or of nodes for all of theirs. It grows during the loop.
  const paths = new Set<string>(ids);
  for (const path of paths) {
    const { node, name } = readPath(path) ?? { node: path };
    const weightsOf = nodes.get(node)?.weightsOf;
    if (typeof weightsOf === "string") paths.add(name === undefined ? weightsOf : pathOf(weightsOf, name));
    else {
      const ties = Object.entries(weightsOf ?? {}).filter(([own]) => name === undefined || own === name);
      for (const [, other] of ties) paths.add(other);
      if (name === undefined || ties.length === 0) found.add(node);
    }
  }
  return found;
}

function isTrained(node: GraphNode | undefined): boolean {
  return node !== undefined && !node.follows && layers.get(node.type)?.weights !== undefined;
}
