import { t } from "@vscode/l10n";
import { isBypassed } from "../../graph/canBeBypassed";
import { repetition } from "../../graph/checkBlocks";
import { documentLimits } from "../../graph/documentLimits";
import { writeEdge } from "../../graph/edgeText";
import { isExpression } from "../../graph/expression";
import type { Block, GraphEdge, GraphNode, Scope } from "../../graph/graph";
import { isChain } from "../../graph/isChain";
import { isSharingKey, sharingOf, withNodePaths, type Sharing } from "../../graph/sharing";
import { valuesOfInstance } from "../../graph/valuesOfInstance";
import { layers } from "../../layers";
import type { DocumentData, ScopeData } from "../documentData";
import type { Members } from "../editedMembers";
import { freeIds } from "../newNode";
import { divided } from "../pathThrough";
import { Refusal } from "../Refusal";
import { boxOf } from "./boxOf";
import { mapPaths, withPaths, type OutputChange, type PathChange } from "./mapPaths";
import { mapWires, portName, portNames, type End } from "./ports";
import { reachedWeights } from "./reachedWeights";
import { scopeAt, withScope, type EditOf, type Written } from "./scopes";
import { withValues } from "./withValues";

/** Horizontal distance between repetitions. */
const gap = 220;

/** The document after an instance is replaced by the nodes inside, or a repeated layer by single ones. */
export function unwrap(document: Written, edit: EditOf<"unwrap">): DocumentData {
  const { graph, data } = document;
  const { scope, written, taken } = scopeAt(document, edit.block);
  const node = scope.nodes.get(edit.node);
  if (!node) throw new Refusal(t('There is no node "{0}".', edit.node));
  const block = graph.blocks.get(node.type);
  if (!block && node.repeat === undefined)
    throw new Refusal(t('"{0}" is neither an instance of a block nor repeated.', node.id));
  if (block && isBypassed(graph, node))
    throw new Refusal(t('"{0}" is bypassed. Use it again before you unwrap it.', node.id));
  const copies = copiesOf(document, edit, node, block, taken);
  const parts: Parts = { document, edit, node, block, copies };

  const sources = block ? sourcesInInstance(parts, block, scope) : sourcesInLayer(parts);
  const layout = placed(written, node.id, copies, block);
  const nodes = Object.entries(written.nodes).flatMap(([id, members]) =>
    id === node.id ? nodesOf(parts, scope) : [[id, members] as const],
  );
  const after = withScope(data, edit.block, {
    nodes: Object.fromEntries(nodes),
    edges: block
      ? wiresOfInstance(parts, block, sources, written.edges)
      : wiresOfLayer(parts, sources, scope, written.edges),
    layout,
  });
  const fresh = new Set(copies.flatMap(({ ids }) => [...ids.values()]));
  const reached = new Map(
    graph.training.objectives.map(({ name, losses }) => [name, reachedWeights(graph, losses)]),
  );
  const changeOutput: OutputChange = (output, at) => {
    const { prefix, inner } = divided(graph, output.node, at.block, edit.block) ?? {};
    const source = inner === node.id ? sources.behind({ ...output, node: inner }) : undefined;
    return source && { ...source, node: `${prefix ?? ""}${source.node}` };
  };
  const changePath: PathChange = (path, at) => {
    // Those of the new nodes lead to each other.
    if (at.block === edit.block && at.node !== undefined && fresh.has(at.node)) return [path];
    const { prefix, inner } = divided(graph, path, at.block, edit.block) ?? { prefix: "", inner: undefined };
    if (inner === undefined) return [path];
    const found = pathsFor(parts, inner).map(({ before, after }) => ({
      before: prefix + before,
      after: prefix + after,
    }));
    if (found.length !== 1 && at.node !== undefined)
      throw new Refusal(t('"{0}" uses the weights of all of "{1}". Unwrap it first.', at.node, node.id));
    // An objective that updates an instance need not reach all of its nodes one by one.
    const named = reached.get(at.objective ?? "");
    const trained = found.filter(({ before }) => found.length === 1 || named?.has(before));
    return (trained.length > 0 ? trained : found).map(({ after }) => after);
  };
  return mapPaths(after, changePath, changeOutput);
}

/** One repetition, or the only instance. */
interface Copy {
  readonly index: number;
  /** The new ids by those in the block. For a layer, which has no nodes inside, the only key is its own id. */
  readonly ids: ReadonlyMap<string, string>;
}

interface Parts {
  readonly document: Written;
  readonly edit: EditOf<"unwrap">;
  readonly node: GraphNode;
  readonly block: Block | undefined;
  readonly copies: readonly Copy[];
}

function copiesOf(
  { graph }: Written,
  edit: EditOf<"unwrap">,
  { id, type, repeat }: GraphNode,
  block: Block | undefined,
  taken: Set<string>,
): Copy[] {
  if (isExpression(repeat) && edit.block !== undefined)
    throw new Refusal(t('How often "{0}" is repeated depends on the instance of "{1}".', id, edit.block));
  const count = repeat === undefined || !isChain(graph.blocks.get(type), type) ? 1 : repeat;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1)
    throw new Refusal(t('"{0}" of "{1}" is not a whole number from 1. Fix it first.', "repeat", id));
  const inner = block ? [...block.nodes.keys()] : [id];
  if (count * Math.max(1, inner.length) + taken.size > documentLimits.nodes)
    throw new Refusal(
      t(
        "The document would have {0} nodes; Netloom reads at most {1}.",
        count * inner.length + taken.size,
        documentLimits.nodes,
      ),
    );
  taken.delete(id);
  const freeId = freeIds(taken);
  return Array.from({ length: count }, (_, index) => {
    const prefix = repeat === undefined ? id : `${id}_${String(index)}`;
    const ids = inner.map((each) => {
      const name = freeId(block ? `${prefix}_${each}` : prefix);
      taken.add(name);
      return [each, name] as const;
    });
    return { index, ids: new Map(ids) };
  });
}

function nodesOf(parts: Parts, scope: Scope): (readonly [string, Members])[] {
  const { document, edit, node, block, copies } = parts;
  const { data } = document;
  if (!block) {
    const written = (edit.block === undefined ? data : data.blocks[edit.block])?.nodes[node.id] ?? {};
    const { repeat: _, ...members } = written;
    return copies.map(({ ids, index }) => [
      ids.get(node.id) ?? "",
      withPaths(members, (path) => copyAt(document, scope, path, index)),
    ]);
  }
  const { values, problems } = valuesOfInstance(block, node.params);
  for (const { message } of problems) throw new Refusal(message);
  const isInBlock = edit.block !== undefined;
  return copies.flatMap(({ ids, index }) => {
    const own = new Map(values).set(repetition, index);
    const inherited = withNodePaths(sharingOf(node), (path) => copyAt(document, scope, path, index));
    return [...block.nodes.values()].map((inner): [string, Members] => {
      const members = data.blocks[block.name]?.nodes[inner.id] ?? {};
      const entries = Object.entries(members).map(([key, value]) =>
        key === "type" || isSharingKey(key)
          ? ([key, value] as const)
          : ([key, withValues(value, own, isInBlock, inner.id)] as const),
      );
      const renamed = withPaths(Object.fromEntries(entries), (path) => renamedFirst(path, ids));
      return [
        ids.get(inner.id) ?? "",
        { ...renamed, ...(Object.keys(sharingOf(inner)).length === 0 && sharedBy(parts, inner, inherited)) },
      ];
    });
  });
}

/** What an instance says about sharing, for a node inside. */
function sharedBy({ document }: Parts, inner: GraphNode, inherited: Sharing): Sharing {
  const layer = layers.get(inner.type);
  if (layer ? !layer.weights : !document.graph.blocks.has(inner.type)) return {};
  return withNodePaths(inherited, (path) => `${path}/${inner.id}`);
}

/** The repetition of a node with an index, or the node itself if it is not repeated; as in an expansion. */
function copyAt({ graph }: Written, scope: Scope, path: string, index: number): string {
  let at: Scope | undefined = scope;
  let node: GraphNode | undefined;
  for (const part of path.split("/")) {
    if (node?.repeat !== undefined && /^\d+$/.test(part)) {
      node = undefined;
      continue;
    }
    node = at?.nodes.get(part);
    at = node && graph.blocks.get(node.type);
  }
  return node?.repeat === undefined ? path : `${path}/${String(index)}`;
}

function renamedFirst(path: string, ids: ReadonlyMap<string, string>): string {
  const [first = "", ...rest] = path.split("/");
  return [ids.get(first) ?? first, ...rest].join("/");
}

/** A node's path before and after. */
interface MovedPath {
  readonly before: string;
  readonly after: string;
}

/** The paths that one through the instance becomes; several if it names all of an instance. */
function pathsFor({ node, block, copies }: Parts, path: string): readonly MovedPath[] {
  const [first, ...rest] = path.split("/");
  if (first !== node.id) return [{ before: path, after: path }];
  const [index, ...behind] = rest;
  const isIndexed = node.repeat !== undefined && index !== undefined && /^\d+$/.test(index);
  const chosen = isIndexed ? copies.filter((copy) => copy.index === Number(index)) : copies;
  const inner = isIndexed ? behind : rest;
  return chosen.flatMap(({ ids, index: number }) => {
    const own = node.repeat === undefined ? node.id : `${node.id}/${String(number)}`;
    if (!block) return [...ids.values()].map((id) => ({ before: own, after: id }));
    if (inner.length === 0) return [...ids].map(([id, after]) => ({ before: `${own}/${id}`, after }));
    const behind = inner.join("/");
    return [{ before: `${own}/${behind}`, after: renamedFirst(behind, ids) }];
  });
}

/** Where wires begin once the instance, or the repeated layer, is gone. */
interface Sources {
  /** What an output of it becomes; undefined if nothing leads there. */
  readonly behind: (output: End) => End | undefined;
  /** What an end inside a repetition becomes. */
  readonly inside: (index: number, from: End) => End | undefined;
}

function sourcesInInstance({ node, copies }: Parts, block: Block, scope: Scope): Sources {
  const inputs = block.inputs.map(({ name }) => name);
  const outputs = block.outputs.map(({ name }) => name);
  const outer = new Map<string, GraphEdge>();
  for (const edge of scope.edges) {
    const port = edge.to.node === node.id ? portName(inputs, edge.to) : undefined;
    if (port !== undefined && !outer.has(port)) outer.set(port, edge);
  }
  const leading = new Map<string, GraphEdge>();
  for (const edge of block.edges)
    if (!block.nodes.has(edge.to.node) && !leading.has(edge.to.node)) leading.set(edge.to.node, edge);

  /** What an end inside a repetition stands for, as in an expansion; undefined if nothing leads there. */
  const sourceOf = (start: number, end: End): End | undefined => {
    const passed = new Set<string>();
    let [index, from] = [start, end];
    for (;;) {
      const id = copies[index]?.ids.get(from.node);
      if (id !== undefined) return { node: id, port: from.port };
      const place = `${String(index)} ${from.node}`;
      if (!inputs.includes(from.node) || passed.has(place)) return undefined;
      passed.add(place);
      let inner: GraphEdge | undefined;
      if (index > 0 && from.node === inputs[0]) {
        index--;
        inner = leading.get(outputs[0] ?? "");
      } else {
        const wire = outer.get(from.node);
        if (!wire) return undefined;
        if (wire.from.node !== node.id) return { node: wire.from.node, port: wire.from.port };
        index = copies.length - 1;
        inner = leading.get(portName(outputs, wire.from) ?? "");
      }
      if (!inner) return undefined;
      from = { node: inner.from.node, port: inner.from.port };
    }
  };
  return {
    behind: (output) => {
      const inner = leading.get(portName(outputs, output) ?? "");
      return inner && sourceOf(copies.length - 1, inner.from);
    },
    inside: sourceOf,
  };
}

function wiresOfInstance(
  { node, copies }: Parts,
  block: Block,
  sources: Sources,
  edges: readonly string[],
): string[] {
  const outside = mapWires(edges, ({ from, to }) => {
    if (to.node === node.id) return undefined;
    const source = from.node === node.id ? sources.behind(from) : from;
    return source && [source, to];
  });
  const inside = copies.flatMap(({ index, ids }) =>
    block.edges.flatMap(({ from, to }) => {
      const target = ids.get(to.node);
      const source = target === undefined ? undefined : sources.inside(index, from);
      return target !== undefined && source ? [writeEdge(source, { node: target, port: to.port })] : [];
    }),
  );
  return [...outside, ...inside];
}

function sourcesInLayer({ copies }: Parts): Sources {
  const last = [...(copies.at(-1)?.ids.values() ?? [])].at(-1) ?? "";
  return { behind: ({ port }) => ({ node: last, port }), inside: (_, from) => from };
}

function wiresOfLayer(
  { document, node, copies }: Parts,
  sources: Sources,
  scope: Scope,
  edges: readonly string[],
): string[] {
  const [firstInput] = portNames(document.graph, node, "inputs");
  const ids = copies.flatMap((copy) => [...copy.ids.values()]);
  const sourceOf = (from: End) => (from.node === node.id ? (sources.behind(from) ?? from) : from);
  const outside = edges.flatMap((text, index) => {
    const edge = scope.edges[index];
    if (!edge || (edge.from.node !== node.id && edge.to.node !== node.id)) return [text];
    const { from, to } = edge;
    if (to.node !== node.id) return [writeEdge(sourceOf(from), to)];
    const isFirst = to.port === undefined || to.port === firstInput;
    const targets = isFirst ? ids.slice(0, 1) : ids;
    return targets.map((id) => writeEdge(sourceOf(from), { node: id, port: to.port }));
  });
  return [...outside, ...ids.slice(1).map((id, i) => writeEdge({ node: ids[i] ?? "" }, { node: id }))];
}

/** Positions: the nodes' in the block, around the one of the instance; repetitions beside each other. */
function placed(
  { layout }: ScopeData,
  id: string,
  copies: readonly Copy[],
  block: Block | undefined,
): ScopeData["layout"] {
  const { [id]: at, ...others } = layout;
  const inner = block?.layout ?? { [id]: [0, 0] as const };
  const box = boxOf(inner, block?.nodes ?? new Map([[id, undefined]]));
  if (!at || !box) return others;
  const step = box.width + gap;
  const start = Math.round(at[0] - ((copies.length - 1) * step) / 2) - box.middle[0];
  const places = copies.flatMap(({ index, ids }) =>
    Object.entries(inner).flatMap(([each, [x, y]]) => {
      const name = ids.get(each);
      return name === undefined
        ? []
        : [[name, [start + index * step + x, at[1] + y - box.middle[1]] as const] as const];
    }),
  );
  return { ...others, ...Object.fromEntries(places) };
}
