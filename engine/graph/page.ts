import type { Layer, Port } from "../layers/layer";
import { layers } from "../layers";
import type { GraphType } from "../tensor/graphType";
import type { NodePath } from "../tensor/path";
import { isBypassed } from "./canBeBypassed";
import type { FlatEnd } from "./frame";
import type { Block, BlockPort, GraphNode, Scope } from "./graph";
import { portOf, shell } from "./links";
import type { Source, TypedGraph, TypedNode } from "./typedGraph";

/** What a page can show: also what is bypassed, as it would be if it were there. */
export function shownParts(typed: TypedGraph): Pick<TypedGraph, "nodes" | "instances"> {
  const { bypassed, nodes, instances } = typed;
  if (!bypassed) return typed;
  const known = shown.get(typed) ?? {
    nodes: new Map([...nodes, ...bypassed.nodes]),
    instances: new Map([...instances, ...bypassed.instances]),
  };
  shown.set(typed, known);
  return known;
}

const shown = new WeakMap<TypedGraph, Pick<TypedGraph, "nodes" | "instances">>();

/** One scope as the canvas shows it: the document's own, or a block through one of its instances. */
export interface Page {
  readonly typed: TypedGraph;
  readonly scope: Scope;
  /** The block; undefined on the document's own page. */
  readonly block?: Block;
  /** The path of the instance, such as `stage1/0`; empty for the document, and for a block without an instance. */
  readonly path: NodePath;
  /** By id in the scope, in its order; on a block's page also the block's ports. Nodes of unknown types are absent. */
  readonly nodes: ReadonlyMap<string, PageNode>;
}

/** Which page is shown: an instance of a block; the document's own page if there is no block. */
export interface PageAddress {
  readonly path: NodePath;
  /** The name of the instance's block, which is shown through another instance, or none, if that one is gone. */
  readonly block?: string;
}

export const topPage: PageAddress = { path: "" };

type Shown = Pick<
  TypedNode,
  | "inputPorts"
  | "outputPorts"
  | "incoming"
  | "inputs"
  | "outputs"
  | "weights"
  | "parameterCount"
  | "multiplyAdds"
>;

/**
 * A node of a page with its types in the shown instance. Wires are counted as in the `edges` of the scope; of repeated
 * nodes, inputs are those of the first and outputs those of the last, and costs are sums.
 */
export interface PageNode extends Shown {
  /** As it is written; a port of the block is a node without parameters. */
  readonly node: GraphNode;
  /** Undefined for an instance or a port. */
  readonly layer?: Layer;
  /** A layer's parameters in the shown instance; undefined while one is wrong. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** For an instance: its block. */
  readonly block?: Block;
  /** For a port of the page's block: which side it is on. */
  readonly end?: "input" | "output";
  /** How many there are one behind the other, if it is repeated. */
  readonly count?: number;
  /** Whether it is bypassed itself: its first output is then its first input. */
  readonly isBypassed?: boolean;
}

/** The page at an address; if it is gone, the one around it. */
export function pageOf(typed: TypedGraph, address: PageAddress = topPage): Page {
  const { graph, flat } = typed;
  const { instances } = shownParts(typed);
  const path = instanceAt(typed, address);
  const block = graph.blocks.get(instances.get(path)?.block ?? address.block ?? "");
  const scope = block ?? graph;
  if (flat === graph && !block) return { typed, scope, path: "", nodes: typed.nodes };
  return { typed, scope, block, path, nodes: nodesOf(typed, scope, block, path) };
}

/** The path of the instance that an address leads to; empty if there is none. */
function instanceAt(typed: TypedGraph, { path, block }: PageAddress): NodePath {
  const { graph } = typed;
  const { instances } = shownParts(typed);
  if (block === undefined || instances.has(path)) return path;
  if (graph.blocks.has(block)) {
    for (const [other, instance] of instances) if (instance.block === block) return other;
    return "";
  }
  let around = path;
  while (around !== "" && !instances.has(around))
    around = around.slice(0, Math.max(0, around.lastIndexOf("/")));
  return around;
}

/** The address of a page. */
export function addressOf({ path, block }: Pick<Page, "path" | "block">): PageAddress {
  return { path, block: block?.name };
}

/** The page of an instance, the first if it is repeated; undefined if the node is not an instance. */
export function pageInside(page: Page, id: string): PageAddress | undefined {
  const { node, block } = page.nodes.get(id) ?? {};
  if (!node || !block) return undefined;
  const path = isWithoutInstance(page)
    ? ""
    : (copiesOf(shownParts(page.typed).instances, pathOn(page, id), node)[0] ?? "");
  return { path, block: block.name };
}

/** The pages from the document's own to this one, each with the node it is entered by. */
export function pagesAround({
  typed,
  path,
  block,
}: Page): { readonly page: PageAddress; readonly node: string }[] {
  const around: { page: PageAddress; node: string }[] = [];
  if (block && path === "") return [{ page: { path, block: block.name }, node: block.name }];
  let here = path;
  while (here !== "") {
    const instance = shownParts(typed).instances.get(here);
    if (!instance) break;
    const slash = instance.node.lastIndexOf("/");
    around.push({ page: { path: here, block: instance.block }, node: instance.node.slice(slash + 1) });
    here = instance.node.slice(0, Math.max(0, slash));
  }
  return around.reverse();
}

/** Whether a page shows a block of which there is no instance, so that nothing is known about its values. */
export function isWithoutInstance({ block, path }: Pick<Page, "block" | "path">): boolean {
  return block !== undefined && path === "";
}

/** The path of a page's node in the expanded graph, where a repeated one or an instance stands for several. */
export function pathOn({ path }: Pick<Page, "path">, id: string): NodePath {
  return path === "" ? id : `${path}/${id}`;
}

/** The page that a node of the expanded graph is on, and its id there; undefined if there is no such node. */
export function findOnPage(
  typed: TypedGraph,
  path: NodePath,
): { readonly page: PageAddress; readonly id: string } | undefined {
  const { graph } = typed;
  const { instances } = shownParts(typed);
  // A part of the path may be the index of a repetition.
  for (let end = path.length; end > 0;) {
    const slash = path.lastIndexOf("/", end - 1);
    const outer = path.slice(0, Math.max(0, slash));
    const id = path.slice(slash + 1, end);
    const block = instances.get(outer)?.block;
    const scope = outer === "" ? graph : graph.blocks.get(block ?? "");
    if (scope?.nodes.has(id)) return { page: { path: outer, block }, id };
    end = slash;
  }
  return undefined;
}

/** The paths of the nodes or instances that a page's node stands for, in their order: several if it is repeated. */
export function copiesOf(
  known: { has(path: NodePath): boolean },
  path: NodePath,
  { repeat }: Pick<GraphNode, "repeat">,
): NodePath[] {
  if (repeat === undefined) return known.has(path) ? [path] : [];
  const copies: NodePath[] = [];
  while (known.has(`${path}/${String(copies.length)}`)) copies.push(`${path}/${String(copies.length)}`);
  return copies;
}

/** The type of an output of the expanded graph. */
export function typeAt(typed: TypedGraph, end: FlatEnd | undefined): GraphType | undefined {
  const node = end && shownParts(typed).nodes.get(end.node);
  const port = node && portOf(node.outputPorts, end.port);
  return port && node.outputs[port.name];
}

function nodesOf(
  typed: TypedGraph,
  scope: Scope,
  block: Block | undefined,
  path: NodePath,
): ReadonlyMap<string, PageNode> {
  const isShown = !isWithoutInstance({ block, path });
  const costs = isShown ? costsOf(typed, path) : new Map<string, Costs>();
  const nodes = new Map<string, PageNode>();
  for (const port of block?.inputs ?? []) nodes.set(port.name, inputEnd(typed, path, port));
  for (const node of scope.nodes.values()) {
    const at = isShown ? pathOn({ path }, node.id) : undefined;
    const shown = instanceNode(typed, node, at) ?? layerNode(typed, node, at);
    if (shown) nodes.set(node.id, { ...withPassed(typed, shown, at), ...(costs.get(node.id) ?? noCosts) });
  }
  for (const port of block?.outputs ?? []) nodes.set(port.name, outputEnd(typed, path, port));
  return wired(scope, nodes);
}

/** A bypassed node with what its first input gives as its only output. */
function withPassed(typed: TypedGraph, shown: PageNode, path: NodePath | undefined): PageNode {
  if (!isBypassed(typed.graph, shown.node)) return shown;
  const [output] = shown.outputPorts;
  const pass = typed.bypassed?.passes.get(path ?? "");
  const type = pass ? typeAt(typed, pass.source) : shown.inputs[shown.inputPorts[0]?.name ?? ""]?.[0];
  return { ...shown, isBypassed: true, outputs: output && type ? { [output.name]: type } : {}, weights: {} };
}

type Costs = Pick<TypedNode, "parameterCount" | "multiplyAdds">;
const noCosts: Costs = { parameterCount: 0, multiplyAdds: 0 };

/** The sums over everything that each node of a page stands for. */
function costsOf(typed: TypedGraph, path: NodePath): Map<string, Costs> {
  const prefix = path === "" ? "" : `${path}/`;
  const sums = new Map<string, Costs>();
  for (const [inner, { parameterCount, multiplyAdds }] of typed.nodes) {
    if (!inner.startsWith(prefix)) continue;
    const end = inner.indexOf("/", prefix.length);
    const id = inner.slice(prefix.length, end < 0 ? undefined : end);
    const sum = sums.get(id) ?? noCosts;
    sums.set(id, {
      parameterCount: sum.parameterCount + parameterCount,
      multiplyAdds: sum.multiplyAdds + multiplyAdds,
    });
  }
  return sums;
}

const untyped = { incoming: {}, inputs: {}, outputs: {}, weights: {}, ...noCosts };

function layerNode(typed: TypedGraph, node: GraphNode, path: NodePath | undefined): PageNode | undefined {
  const { nodes } = shownParts(typed);
  const flat = { has: (at: NodePath) => typed.flat.nodes.has(at) || nodes.has(at) };
  const copies = path === undefined ? [] : copiesOf(flat, path, node);
  const first = nodes.get(copies[0] ?? "");
  const last = nodes.get(copies.at(-1) ?? "");
  const count = node.repeat === undefined ? undefined : Math.max(1, copies.length);
  if (first && last) {
    const { layer, params, inputPorts, inputs, weights } = first;
    const { outputPorts, outputs } = last;
    return { ...untyped, node, layer, params, inputPorts, inputs, weights, outputPorts, outputs, count };
  }
  const layer = layers.get(node.type);
  if (!layer) return undefined;
  const { params, inputPorts, outputPorts } = shell(node, layer, undefined);
  return { ...untyped, node, layer, params, inputPorts, outputPorts, count };
}

function instanceNode(typed: TypedGraph, node: GraphNode, path: NodePath | undefined): PageNode | undefined {
  const block = typed.graph.blocks.get(node.type);
  if (!block) return undefined;
  const { instances } = shownParts(typed);
  const copies = path === undefined ? [] : copiesOf(instances, path, node);
  const first = instances.get(copies[0] ?? "");
  const last = instances.get(copies.at(-1) ?? "");
  return {
    ...untyped,
    node,
    block,
    inputPorts: block.inputs.map(asPort),
    outputPorts: block.outputs.map(asPort),
    inputs: typesAt(typed, first?.inputs, (type) => [type]),
    outputs: typesAt(typed, last?.outputs, (type) => type),
    count: node.repeat === undefined ? undefined : Math.max(1, copies.length),
  };
}

/** Where a value enters the block, drawn as a node with one output. */
function inputEnd(typed: TypedGraph, path: NodePath, port: BlockPort): PageNode {
  const type = typeAt(typed, shownParts(typed).instances.get(path)?.inputs[port.name]);
  return {
    ...untyped,
    node: endNode(port, "input"),
    end: "input",
    inputPorts: [],
    outputPorts: [{ name: "output", dtype: "any" }],
    outputs: type ? { output: type } : {},
  };
}

function outputEnd(typed: TypedGraph, path: NodePath, port: BlockPort): PageNode {
  const type = typeAt(typed, shownParts(typed).instances.get(path)?.outputs[port.name]);
  return {
    ...untyped,
    node: endNode(port, "output"),
    end: "output",
    inputPorts: [{ name: "input", dtype: "any" }],
    outputPorts: [],
    inputs: type ? { input: [type] } : {},
  };
}

function endNode({ name, place }: BlockPort, type: string): GraphNode {
  return { id: name, type, params: {}, places: { id: place, node: place, type: place, params: {} } };
}

/** A block's port takes what the nodes inside take. */
function asPort({ name, optional }: BlockPort): Port {
  return { name, dtype: "any", optional };
}

function typesAt<T>(
  typed: TypedGraph,
  ends: Readonly<Record<string, FlatEnd | undefined>> = {},
  shown: (type: GraphType) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(ends).flatMap(([port, end]) => {
      const type = typeAt(typed, end);
      return type ? [[port, shown(type)] as const] : [];
    }),
  );
}

/** The nodes with the wires that enter them; of several wires into a port that takes one, the first counts. */
function wired(scope: Scope, nodes: ReadonlyMap<string, PageNode>): ReadonlyMap<string, PageNode> {
  const incoming = new Map<string, Record<string, Source[]>>();
  for (const [id, { inputPorts }] of nodes)
    incoming.set(id, Object.fromEntries(inputPorts.map(({ name }) => [name, []])));
  for (const { index, from, to } of scope.edges) {
    const [source, target] = [nodes.get(from.node), nodes.get(to.node)];
    const output = source && portOf(source.outputPorts, from.port);
    const input = target && portOf(target.inputPorts, to.port);
    const wires = input && incoming.get(to.node)?.[input.name];
    if (output && wires && (input.many || wires.length === 0))
      wires.push({ node: from.node, port: output.name, edge: index });
  }
  return new Map([...nodes].map(([id, node]) => [id, { ...node, incoming: incoming.get(id) ?? {} }]));
}
