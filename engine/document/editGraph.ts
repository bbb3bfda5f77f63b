import { readEdge } from "../graph/edgeText";
import type { Graph, GraphEdge, GraphNode } from "../graph/graph";
import { renamedPath, sharingOf, withNodePaths } from "../graph/sharing";
import type { GraphEdit } from "./edit";
import { editedNode, editedSettings } from "./editedMembers";
import { splitSharing } from "./readSharing";
import { trainingOf } from "./readTraining";
import { Refusal } from "./Refusal";

type Edit<K extends GraphEdit["kind"]> = Extract<GraphEdit, { kind: K }>;

/**
 * The graph after an edit, without going through the text: `findFixes` tries many edits, and parsing a whole document
 * for each would be slow. The result equals the graph of the text that `applyEdit` produces, except that new elements
 * have the positions of those they replace. Undefined if the edit does not apply.
 */
export function editGraph(graph: Graph, edit: GraphEdit): Graph | undefined {
  try {
    return edited(graph, edit);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function edited(graph: Graph, edit: GraphEdit): Graph | undefined {
  switch (edit.kind) {
    case "add":
      return added(graph, edit);
    case "remove":
      return removed(graph, edit);
    case "param":
      return withParam(graph, edit);
    case "rename":
      return renamed(graph, edit);
    case "connect":
      return withWire(graph, edit);
    case "move":
      return { ...graph, layout: moved(graph, graph.nodes, edit.layout) };
    case "training": {
      const settings = editedSettings(graph.settings, edit.path, edit.value);
      return { ...graph, settings, training: trainingOf(settings) };
    }
    case "all":
      return edit.edits.reduce<Graph | undefined>((now, next) => now && edited(now, next), graph);
  }
}

/** Adds a wire, at the position of the one it replaces, if any. */
function withWire(graph: Graph, { edge, replaces }: Edit<"connect">): Graph {
  const gone = replaces === undefined ? [] : [replaces];
  return added(graph, { kind: "add", nodes: [], edges: [edge], replaces: gone });
}

function removed(graph: Graph, edit: Edit<"remove">): Graph {
  const [gone, cut] = [new Set(edit.nodes), new Set(edit.edges)];
  return {
    ...graph,
    nodes: new Map([...graph.nodes].filter(([id]) => !gone.has(id))),
    layout: Object.fromEntries(Object.entries(graph.layout).filter(([id]) => !gone.has(id))),
    edges: graph.edges
      .filter(({ index, from, to }) => !cut.has(index) && !gone.has(from.node) && !gone.has(to.node))
      .map((edge, index) => ({ ...edge, index })),
  };
}

function added(graph: Graph, edit: Edit<"add">): Graph {
  const place = graph.places.nodes;
  const fresh = edit.nodes.map(({ id, type, params: members = {} }): [string, GraphNode] => {
    const { params, words } = splitSharing(members);
    return [id, { id, type, params, ...words, places: { id: place, node: place, type: place, params: {} } }];
  });
  const wires = (edit.edges ?? []).flatMap((text): Omit<GraphEdge, "index">[] => {
    const read = readEdge(text);
    if (!read) return [];
    const [from, to] = [read.from, read.to].map(({ node, port }) => ({ node, port, place }));
    return from && to ? [{ from, to, place }] : [];
  });
  // New wires go where the first of the old ones was: the order of wires matters for an input that takes several.
  const gone = new Set(edit.replaces);
  const first = (edit.replaces ?? []).reduce((least, index) => Math.min(least, index), Infinity);
  const edges = graph.edges.flatMap((edge): Omit<GraphEdge, "index">[] => {
    if (edge.index === first) return wires;
    return gone.has(edge.index) ? [] : [edge];
  });
  const nodes = new Map([...graph.nodes, ...fresh]);
  return {
    ...graph,
    nodes,
    layout: moved(graph, nodes, edit.layout ?? {}),
    edges: (gone.size > 0 ? edges : [...edges, ...wires]).map((edge, index) => ({ ...edge, index })),
  };
}

/** The layout with new positions for existing nodes. */
function moved(graph: Graph, nodes: Graph["nodes"], places: Edit<"move">["layout"]): Graph["layout"] {
  const known = Object.entries(places).filter(([id]) => nodes.has(id));
  const whole = known.map(([id, [x, y]]) => [id, [Math.round(x), Math.round(y)]] as const);
  return known.length === 0 ? graph.layout : { ...graph.layout, ...Object.fromEntries(whole) };
}

function withParam(graph: Graph, { node: id, name, value }: Edit<"param">): Graph | undefined {
  const node = graph.nodes.get(id);
  if (!node) return undefined;
  const before = { type: node.type, params: { ...node.params, ...sharingOf(node) } };
  const { type, ...members } = editedNode(before, name, value);
  const { params, words } = splitSharing(members);
  const { repeat, places } = node;
  const after = { id, type: String(type), ...(repeat !== undefined && { repeat }), params, ...words, places };
  return { ...graph, nodes: new Map(graph.nodes).set(id, after) };
}

function renamed(graph: Graph, { node: id, to }: Edit<"rename">): Graph {
  const name = (other: string) => (other === id ? to : other);
  const path = renamedPath(id, to);
  const end = (other: GraphEdge["from"]) => ({ ...other, node: name(other.node) });
  return {
    ...graph,
    nodes: new Map(
      [...graph.nodes].map(([other, node]) => [
        name(other),
        { ...node, id: name(other), ...withNodePaths(node, path) },
      ]),
    ),
    edges: graph.edges.map((edge) => ({ ...edge, from: end(edge.from), to: end(edge.to) })),
    layout: Object.fromEntries(Object.entries(graph.layout).map(([other, spot]) => [name(other), spot])),
  };
}
