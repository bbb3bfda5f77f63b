import { readEdge } from "../graph/edgeText";
import type { Block, Graph, GraphEdge, GraphNode, Scope } from "../graph/graph";
import { withNodePaths } from "../graph/sharing";
import { policyWithPath } from "../graph/writtenPolicy";
import { isStructural, restructure, withoutBlocks } from "./blockEdits/restructure";
import { dataOfGraph, textOfData } from "./documentData";
import type { NodePath } from "../tensor/path";
import type { GraphEdit } from "./edit";
import { parse } from "./parse";
import { editedNode, editedSettings, splitMembers } from "./editedMembers";
import { withObjectiveEdit } from "./objectiveEdits";
import { withObjectivePaths } from "./objectivePaths";
import { renamedIn, scopeOf } from "./pathThrough";
import { trainingOf } from "./readTraining";
import { Refusal } from "./Refusal";

type Edit<K extends GraphEdit["kind"]> = Extract<GraphEdit, { kind: K }>;

/** What an edit changes of a scope. */
type Change = Partial<Pick<Scope, "nodes" | "edges" | "layout">>;

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
  if (isStructural(edit))
    return parse(textOfData(restructure({ graph, data: dataOfGraph(graph) }, edit))).graph;
  switch (edit.kind) {
    case "add":
      if (edit.blocks) return edited(graph, { kind: "all", edits: withoutBlocks(edit) });
      return within(graph, edit.block, (scope) => added(scope, edit));
    case "remove":
      return within(graph, edit.block, (scope) => removed(scope, edit));
    case "param":
      return within(graph, edit.block, (scope) => withParam(graph, scope, edit));
    case "rename":
      return renamed(graph, edit);
    case "connect":
      return within(graph, edit.block, (scope) => withWire(scope, edit));
    case "move":
      return within(graph, edit.block, (scope) => ({ layout: moved(scope, placed(scope), edit.layout) }));
    case "training":
      return withSettings(graph, editedSettings(graph.settings, edit.path, edit.value));
    case "renameObjective":
    case "moveObjective":
      return withSettings(graph, withObjectiveEdit(graph.settings, edit));
    case "all":
      return edit.edits.reduce<Graph | undefined>((now, next) => now && edited(now, next), graph);
  }
}

function withSettings(graph: Graph, settings: Graph["settings"]): Graph {
  return { ...graph, settings, training: trainingOf(settings) };
}

/** The graph after a change of its own nodes, or of those of a block; undefined if there is no such block. */
function within(
  graph: Graph,
  block: string | undefined,
  change: (scope: Scope) => Change | undefined,
): Graph | undefined {
  const scope = scopeOf(graph, block);
  const after = scope && change(scope);
  if (!after) return undefined;
  if (block === undefined) return { ...graph, ...after };
  const old = graph.blocks.get(block);
  return old && { ...graph, blocks: new Map(graph.blocks).set(block, { ...old, ...after }) };
}

/** Adds a wire, at the position of the one it replaces, if any. */
function withWire(scope: Scope, { edge, replaces }: Edit<"connect">): Change {
  const gone = replaces === undefined ? [] : [replaces];
  return added(scope, { kind: "add", nodes: [], edges: [edge], replaces: gone });
}

function removed(scope: Scope, edit: Edit<"remove">): Change {
  const [gone, cut] = [new Set(edit.nodes), new Set(edit.edges)];
  return {
    nodes: new Map([...scope.nodes].filter(([id]) => !gone.has(id))),
    layout: Object.fromEntries(Object.entries(scope.layout).filter(([id]) => !gone.has(id))),
    edges: scope.edges
      .filter(({ index, from, to }) => !cut.has(index) && !gone.has(from.node) && !gone.has(to.node))
      .map((edge, index) => ({ ...edge, index })),
  };
}

function added(scope: Scope, edit: Edit<"add">): Change {
  const place = scope.places.nodes;
  const fresh = edit.nodes.map(({ id, type, params }): [string, GraphNode] => {
    const places = { id: place, node: place, type: place, params: {} };
    return [id, { ...splitMembers({ ...params, type }), id, places }];
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
  const edges = scope.edges.flatMap((edge): Omit<GraphEdge, "index">[] => {
    if (edge.index === first) return wires;
    return gone.has(edge.index) ? [] : [edge];
  });
  const nodes = new Map([...scope.nodes, ...fresh]);
  return {
    nodes,
    layout: moved(scope, nodes, edit.layout ?? {}),
    edges: (gone.size > 0 ? edges : [...scope.edges, ...wires]).map((edge, index) => ({ ...edge, index })),
  };
}

/** What has a position: nodes, and a block's ports. */
function placed(scope: Scope): Names {
  const { inputs = [], outputs = [] } = scope as Partial<Block>;
  return new Set([...scope.nodes.keys(), ...[...inputs, ...outputs].map(({ name }) => name)]);
}

type Names = Pick<ReadonlySet<string>, "has">;

/** The layout with new positions for what exists. */
function moved(scope: Scope, nodes: Names, places: Edit<"move">["layout"]): Scope["layout"] {
  const known = Object.entries(places).filter(([id]) => nodes.has(id));
  const whole = known.map(([id, [x, y]]) => [id, [Math.round(x), Math.round(y)]] as const);
  return known.length === 0 ? scope.layout : { ...scope.layout, ...Object.fromEntries(whole) };
}

function withParam(
  graph: Graph,
  scope: Scope,
  { node: id, name, value, block }: Edit<"param">,
): Change | undefined {
  const node = scope.nodes.get(id);
  if (!node) return undefined;
  const after = splitMembers(editedNode({ graph, block }, node, name, value));
  return { nodes: new Map(scope.nodes).set(id, { ...after, id, places: node.places }) };
}

function renamed(graph: Graph, { node: id, to, block }: Edit<"rename">): Graph {
  const name = (other: string) => (other === id ? to : other);
  const end = (other: GraphEdge["from"]) => ({ ...other, node: name(other.node) });
  const renamedScope = (from: string | undefined, { nodes, edges, layout }: Scope): Change => {
    const path = renamedIn(graph, from, block, id, to);
    const named = [...nodes.values()].map((node) => {
      const policy = policyWithPath(node, path);
      const params = policy === undefined ? node.params : { ...node.params, policy };
      return { ...node, params, ...withNodePaths(node, path) };
    });
    if (from !== block) return { nodes: new Map(named.map((node) => [node.id, node])) };
    return {
      nodes: new Map(named.map((node) => [name(node.id), { ...node, id: name(node.id) }])),
      edges: edges.map((edge) => ({ ...edge, from: end(edge.from), to: end(edge.to) })),
      layout: Object.fromEntries(Object.entries(layout).map(([other, spot]) => [name(other), spot])),
    };
  };
  const blocks = [...graph.blocks].map(
    ([other, scope]) => [other, { ...scope, ...renamedScope(other, scope) }] as const,
  );
  return {
    ...graph,
    ...renamedScope(undefined, graph),
    ...renamedSettings(graph, renamedIn(graph, undefined, block, id, to)),
    blocks: new Map(blocks),
  };
}

function renamedSettings(graph: Graph, path: (of: NodePath) => NodePath): Partial<Graph> {
  if (!Object.hasOwn(graph.settings, "objectives")) return {};
  const objectives = withObjectivePaths(graph.settings.objectives, (of) => [path(of)]);
  const settings = { ...graph.settings, objectives };
  return { settings, training: trainingOf(settings) };
}
