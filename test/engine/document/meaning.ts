import type { Graph, GraphEdge, Scope } from "../../../engine/graph/graph";
import { sharingOf } from "../../../engine/graph/sharing";

/** What a graph says, without the places of that in a text; nodes in their order. */
export function meaning(graph: Graph | undefined) {
  if (!graph) return undefined;
  const { training, settings } = graph;
  const blocks = [...graph.blocks].map(([name, { parameters, inputs, outputs, ...scope }]) => ({
    name,
    parameters,
    ports: [inputs, outputs].map((ports) => ports.map((port) => [port.name, port.optional])),
    ...meaningOfScope(scope),
  }));
  return { ...meaningOfScope(graph), training, settings, blocks };
}

function meaningOfScope({ nodes, edges, layout }: Scope) {
  const end = ({ node, port }: GraphEdge["from"]) => ({ node, port });
  return {
    nodes: [...nodes.values()].map(({ id, type, repeat, bypass, params, ...sharing }) => ({
      id,
      type,
      repeat,
      bypass,
      params,
      ...sharingOf(sharing),
    })),
    edges: edges.map(({ index, from, to }) => ({ index, from: end(from), to: end(to) })),
    layout,
  };
}
