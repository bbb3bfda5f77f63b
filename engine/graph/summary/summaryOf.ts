import type { Layer } from "../../layers/layer";
import { isTrained } from "../../layers/weightParams";
import { sampleSize, type GraphType } from "../../tensor/graphType";
import { pathOf, readPath, withOwners, type NodePath, type Path } from "../../tensor/path";
import { layers } from "../../layers";
import type { Block, BlockPort, GraphNode, Scope } from "../graph";
import { isTyped } from "../isTyped";
import { topologicalOrder } from "../order";
import { copiesOf, typeAt } from "../page";
import { receptiveFields, type ReceptiveField } from "../receptiveFields";
import type { TypedGraph } from "../typedGraph";

/** A node in the table of all nodes: a layer, an instance of a block, or several of one behind the other. */
export interface SummaryRow extends Amounts {
  /** Its id in its scope; of one of several repetitions, its index. */
  readonly name: string;
  /** In the expanded graph, where a repeated node or an instance stands for several. */
  readonly path: NodePath;
  /** The layer's, or the block's name. */
  readonly type: string;
  /** Undefined for an instance of a block. */
  readonly layer?: Layer;
  /** How many there are one behind the other, if it is repeated. */
  readonly count?: number;
  /** At its inputs, in their order; those of the first of several. */
  readonly inputs: readonly GraphType[];
  /** At its outputs, except optional ones that no wire leaves; those of the last of several. */
  readonly outputs: readonly GraphType[];
  /** Whether all shapes are known; if not, the amounts are those of what is. */
  readonly isKnown: boolean;
  /**
   * Where the weights are that it uses and other nodes hold: the innermost node that contains all their holders, "" if that
   * is the document.
   */
  readonly shares?: NodePath;
  /** The same of the weights that its own follow. */
  readonly follows?: NodePath;
  /** Of its first output. */
  readonly field?: ReceptiveField;
  /** What it consists of: its repetitions, or what is in the block; empty for a layer. */
  readonly inside: readonly SummaryRow[];
}

/** What adds up. Weights that nodes share are counted once, at the node that holds them. */
export interface Amounts {
  /** Parameters that training may change. */
  readonly trainable: number;
  /** Parameters that it does not, because their node is frozen. */
  readonly frozen: number;
  /** For one sample, forward pass. */
  readonly multiplyAdds: number;
  /** Numbers in the outputs for one sample, and those in outputs without a batch. */
  readonly valuesPerSample: number;
  readonly constantValues: number;
}

/** A model as a table of its nodes. */
export interface Summary {
  /** The document's own nodes, sources first. */
  readonly rows: readonly SummaryRow[];
  /** What is in each instance of a block, by its path. */
  readonly instances: ReadonlyMap<NodePath, readonly SummaryRow[]>;
  readonly totals: Amounts;
  /** Whether any row has a receptive field. */
  readonly hasFields: boolean;
}

/** What is known of the whole graph. */
interface Known {
  readonly fields: ReadonlyMap<Path, ReceptiveField>;
  /** The outputs that a wire leaves. */
  readonly used: ReadonlySet<Path>;
}

/** The table of a graph's nodes, also of one with problems, in time proportional to its size. */
export function summaryOf(typed: TypedGraph): Summary {
  const known = knownOf(typed);
  const instances = new Map<NodePath, readonly SummaryRow[]>();
  const rowsOf = (scope: Scope, prefix: string) =>
    inDataOrder(scope).map((node) => nodeRow(typed, node, prefix + node.id, known, instances));
  // An instance is listed behind the one that it is in.
  for (const { path, block } of [...typed.instances.values()].reverse()) {
    const scope = typed.graph.blocks.get(block);
    if (scope) instances.set(path, rowsOf(scope, `${path}/`));
  }
  const rows = rowsOf(typed.graph, "");
  return { rows, instances, totals: sumOf(rows), hasFields: known.fields.size > 0 };
}

/** The rows of all single nodes of the expanded graph, sources first. */
export function layerRows(typed: TypedGraph): SummaryRow[] {
  const known = knownOf(typed);
  return typed.order.flatMap((path) => layerRow(typed, path, known) ?? []);
}

function knownOf(typed: TypedGraph): Known {
  const used = new Set<Path>();
  for (const { incoming } of typed.nodes.values())
    for (const { node, port } of Object.values(incoming).flat()) used.add(pathOf(node, port));
  return { fields: receptiveFields(typed), used };
}

function layerRow({ nodes }: TypedGraph, path: NodePath, { fields, used }: Known): SummaryRow | undefined {
  const typed = nodes.get(path);
  if (!typed) return undefined;
  const { layer, inputs, outputs, outputPorts, params, parameterCount, shared, followed } = typed;
  const isLearning = isTrained(params);
  const types = Object.values(outputs);
  const [port] = Object.keys(outputs);
  return {
    name: path,
    path,
    type: layer.type,
    layer,
    inputs: Object.values(inputs).flat(),
    outputs: outputPorts.flatMap(({ name, optional }) =>
      optional !== true || used.has(pathOf(path, name)) ? (outputs[name] ?? []) : [],
    ),
    isKnown: isTyped(typed),
    trainable: isLearning ? parameterCount : 0,
    frozen: isLearning ? 0 : parameterCount,
    multiplyAdds: typed.multiplyAdds,
    valuesPerSample: valuesIn(types.filter(hasBatch)),
    constantValues: valuesIn(types.filter((type) => !hasBatch(type))),
    shares: holderOf(shared),
    follows: holderOf(followed),
    field: port === undefined ? undefined : fields.get(pathOf(path, port)),
    inside: [],
  };
}

function nodeRow(
  typed: TypedGraph,
  node: GraphNode,
  path: NodePath,
  known: Known,
  instances: ReadonlyMap<NodePath, readonly SummaryRow[]>,
): SummaryRow {
  const block = typed.graph.blocks.get(node.type);
  const copies = copiesOf(block ? typed.instances : typed.flat.nodes, path, node).flatMap((copy) =>
    block ? instanceRow(typed, copy, known, instances) : (layerRow(typed, copy, known) ?? []),
  );
  const [first] = copies;
  const last = copies.at(-1);
  if (!first || !last) return unknownRow(node, path);
  if (node.repeat === undefined) return { ...first, name: node.id };
  const { type, layer } = first;
  const named = copies.map((copy) => ({ ...copy, name: copy.path.slice(path.length + 1) }));
  return {
    ...containing(path, named),
    ...{ name: node.id, path, type, layer, count: copies.length },
    ...{ inputs: first.inputs, outputs: last.outputs, field: last.field },
  };
}

function instanceRow(
  typed: TypedGraph,
  path: NodePath,
  known: Known,
  instances: ReadonlyMap<NodePath, readonly SummaryRow[]>,
): SummaryRow {
  const instance = typed.instances.get(path);
  const ends = Object.values(instance?.outputs ?? {}).flatMap((end) => end ?? []);
  const types = (all: typeof ends) => all.flatMap((end) => typeAt(typed, end) ?? []);
  const [end] = ends;
  const port = end && (end.port ?? typed.nodes.get(end.node)?.outputPorts[0]?.name);
  return {
    ...containing(path, instances.get(path) ?? []),
    ...{ name: path, path, type: instance?.block ?? "" },
    inputs: types(Object.values(instance?.inputs ?? {}).flatMap((input) => input ?? [])),
    outputs: types(ends),
    field: end && port !== undefined ? known.fields.get(pathOf(end.node, port)) : undefined,
  };
}

/** What a row shows of what is inside. */
function containing(path: NodePath, inside: readonly SummaryRow[]) {
  return {
    inside,
    ...sumOf(inside),
    isKnown: inside.every(({ isKnown }) => isKnown),
    shares: outside(
      path,
      inside.map(({ shares }) => shares),
    ),
    follows: outside(
      path,
      inside.map(({ follows }) => follows),
    ),
  };
}

/** A node of which nothing is known but what is written. */
function unknownRow({ id, type }: GraphNode, path: NodePath): SummaryRow {
  return {
    ...nothing,
    ...{ name: id, path, type, layer: layers.get(type), inputs: [], outputs: [], inside: [], isKnown: false },
  };
}

const nothing: Amounts = { trainable: 0, frozen: 0, multiplyAdds: 0, valuesPerSample: 0, constantValues: 0 };

function sumOf(rows: readonly Amounts[]): Amounts {
  return rows.reduce(
    (sum, row) => ({
      trainable: sum.trainable + row.trainable,
      frozen: sum.frozen + row.frozen,
      multiplyAdds: sum.multiplyAdds + row.multiplyAdds,
      valuesPerSample: sum.valuesPerSample + row.valuesPerSample,
      constantValues: sum.constantValues + row.constantValues,
    }),
    nothing,
  );
}

function hasBatch({ shape }: GraphType): boolean {
  return shape.includes("N");
}

function valuesIn(types: readonly GraphType[]): number {
  return types.reduce((sum, type) => sum + sampleSize(type), 0);
}

/** The node that holds weights, or that contains all that do. */
function holderOf(paths: Readonly<Record<string, Path>> | undefined): NodePath | undefined {
  return commonOwner(Object.values(paths ?? {}).flatMap((path) => readPath(path)?.node ?? []));
}

/** The same of all rows in a node, apart from what is in that node too. */
function outside(path: NodePath, holders: readonly (NodePath | undefined)[]): NodePath | undefined {
  return commonOwner(
    holders.flatMap((holder) =>
      holder === undefined || holder === path || holder.startsWith(`${path}/`) ? [] : [holder],
    ),
  );
}

/** The innermost node that contains all of some nodes, or is the only one; "" for the document. */
function commonOwner(paths: readonly NodePath[]): NodePath | undefined {
  return paths.reduce<NodePath | undefined>((common, path) => {
    if (common === undefined || common === path) return path;
    const owners = new Set(withOwners(common));
    return withOwners(path).find((owner) => owners.has(owner)) ?? "";
  }, undefined);
}

/** A scope's nodes, sources first. A block's ports take part in the order. */
function inDataOrder(scope: Scope | Block): GraphNode[] {
  const { inputs = [], outputs = [] } = scope as Partial<Block>;
  const names = (ports: readonly BlockPort[]) => ports.map(({ name }) => name);
  const ids = [...names(inputs), ...scope.nodes.keys(), ...names(outputs)];
  const sources = new Map(ids.map((id) => [id, [] as string[]]));
  for (const { from, to } of scope.edges) if (sources.has(from.node)) sources.get(to.node)?.push(from.node);
  const { order } = topologicalOrder(ids, (id) => sources.get(id) ?? []);
  return order.flatMap((id) => scope.nodes.get(id) ?? []);
}
