import { withNodePaths } from "../../../engine/graph/sharing";
import type { Graph } from "../../../engine/graph/graph";

/** A graph whose nodes stand as in blocks: the path of each takes the place of its id. */
export function withPaths(graph: Graph, pathOf: (id: string) => string): Graph {
  const nodes = [...graph.nodes.values()].map((node) => ({
    ...node,
    id: pathOf(node.id),
    ...withNodePaths(node, pathOf),
  }));
  return {
    ...graph,
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges: graph.edges.map((edge) => ({
      ...edge,
      from: { ...edge.from, node: pathOf(edge.from.node) },
      to: { ...edge.to, node: pathOf(edge.to.node) },
    })),
  };
}
