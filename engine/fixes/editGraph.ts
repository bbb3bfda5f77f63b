import { layers } from "../layers";
import { readEdge } from "../graph/edgeText";
import type { GraphEdit } from "../document/edit";
import type { Graph, GraphEdge, GraphNode } from "../graph/graph";
import { paramsOf } from "../graph/paramsOf";

/**
 * A graph after an edit as fixes make them, without the text: many are tried, and reading a whole document for each
 * takes long. What is new has the place of what it stands for. Undefined for other edits.
 */
export function editGraph(graph: Graph, edit: GraphEdit): Graph | undefined {
  switch (edit.kind) {
    case "add":
      return added(graph, edit);
    case "param":
      return withParam(graph, edit);
    case "connect":
      return withWire(graph, edit);
    case "remove":
      return removed(graph, edit);
    case "all":
      return edit.edits.reduce<Graph | undefined>((now, next) => now && editGraph(now, next), graph);
    default:
      return undefined;
  }
}

/** With a new wire, in the place of another one where it replaces it. */
function withWire(graph: Graph, { edge, replaces }: Extract<GraphEdit, { kind: "connect" }>): Graph {
  const gone = replaces === undefined ? [] : [replaces];
  return added(graph, { kind: "add", nodes: [], edges: [edge], replaces: gone });
}

function removed(graph: Graph, edit: Extract<GraphEdit, { kind: "remove" }>): Graph {
  const [gone, cut] = [new Set(edit.nodes), new Set(edit.edges)];
  return {
    ...graph,
    nodes: new Map([...graph.nodes].filter(([id]) => !gone.has(id))),
    edges: graph.edges
      .filter(({ index, from, to }) => !cut.has(index) && !gone.has(from.node) && !gone.has(to.node))
      .map((edge, index) => ({ ...edge, index })),
  };
}

function added(graph: Graph, edit: Extract<GraphEdit, { kind: "add" }>): Graph {
  const place = graph.places.nodes;
  const fresh = edit.nodes.map(({ id, type, params = {} }): [string, GraphNode] => [
    id,
    { id, type, params, places: { id: place, node: place, type: place, params: {} } },
  ]);
  const wires = (edit.edges ?? []).flatMap((text): Omit<GraphEdge, "index">[] => {
    const read = readEdge(text);
    if (!read) return [];
    const [from, to] = [read.from, read.to].map(({ node, port }) => ({ node, port, place }));
    return from && to ? [{ from, to, place }] : [];
  });
  // New wires stand where the first of the old ones was: at an input of many wires their order counts.
  const gone = new Set(edit.replaces);
  const first = (edit.replaces ?? []).reduce((least, index) => Math.min(least, index), Infinity);
  const edges = graph.edges.flatMap((edge): Omit<GraphEdge, "index">[] => {
    if (edge.index === first) return wires;
    return gone.has(edge.index) ? [] : [edge];
  });
  return {
    ...graph,
    nodes: new Map([...graph.nodes, ...fresh]),
    edges: (gone.size > 0 ? edges : [...edges, ...wires]).map((edge, index) => ({ ...edge, index })),
  };
}

function withParam(graph: Graph, edit: Extract<GraphEdit, { kind: "param" }>): Graph | undefined {
  const node = graph.nodes.get(edit.node);
  if (!node) return undefined;
  const params = edit.name === "type" ? node.params : { ...node.params, [edit.name]: edit.value };
  const next = edit.name === "type" ? ofType(node, String(edit.value)) : { ...node, params };
  return { ...graph, nodes: new Map(graph.nodes).set(node.id, next) };
}

/** A node of another layer keeps the parameters that it has there too. */
function ofType(node: GraphNode, type: string): GraphNode {
  const layer = layers.get(type);
  const known = layer ? paramsOf(layer, node.params) : {};
  const kept = Object.entries(node.params).filter(([name]) => Object.hasOwn(known, name));
  return { ...node, type, params: { ...layer?.fresh, ...Object.fromEntries(kept) } };
}
