import { layers } from "../layers";
import type { NodePath } from "../tensor/path";
import { isFirstOutput } from "./canBeBypassed";
import type { FlatEnd } from "./frame";
import type { Block, GraphEdge, GraphNode, Scope } from "./graph";
import { copiesOf, isWithoutInstance, pathOn, shownParts, type Page } from "./page";
import { passedBy } from "./passedBy";
import type { TypedGraph } from "./typedGraph";

/** The output of the expanded graph that an output on a page stands for; undefined while nothing leads to it. */
export function flatSource(page: Page, { node: id, port }: FlatEnd): FlatEnd | undefined {
  const { typed } = page;
  const shown = page.nodes.get(id);
  if (!shown || isWithoutInstance(page)) return undefined;
  const { nodes, instances } = shownParts(typed);
  if (shown.end) return instances.get(page.path)?.inputs[id];
  const path = pathOn(page, id);
  if (typed.bypassed?.passes.has(path)) return passedBy(typed, path, port);
  if (shown.layer) return { node: copiesOf(nodes, path, shown.node).at(-1) ?? path, port };
  const last = instances.get(copiesOf(instances, path, shown.node).at(-1) ?? "");
  return last?.outputs[port ?? shown.outputPorts[0]?.name ?? ""];
}

/**
 * The inputs of the expanded graph that a wire into an input on a page leads to: through instances, and out of the shown
 * block.
 */
export function flatTargets(page: Page, end: FlatEnd): readonly FlatEnd[] {
  if (isWithoutInstance(page)) return [];
  const { typed } = page;
  const found = new Map<string, FlatEnd>();
  const seen = new Set<string>();
  const pending: { readonly path: NodePath; readonly end: FlatEnd }[] = [{ path: page.path, end }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path, end: to } = next;
    const key = `${pathOn({ path }, to.node)}.${to.port ?? ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const scope = scopeAt(typed, path);
    const node = scope?.nodes.get(to.node);
    if (!scope) continue;
    if (!node) {
      pending.push(...behindOutput(typed, path, to.node));
      continue;
    }
    const at = pathOn({ path }, node.id);
    const block = typed.graph.blocks.get(node.type);
    const ports = block?.inputs ?? layers.get(node.type)?.inputs ?? [];
    const [first] = ports;
    const port = to.port ?? first?.name;
    if (typed.bypassed?.passes.has(at)) {
      if (port === first?.name) pending.push(...behindNode(typed, path, scope, node));
      continue;
    }
    const copies = copiesOf(block ? typed.instances : typed.nodes, at, node);
    // Of repeated nodes, the first input is that of the first; other inputs are those of each.
    for (const copy of port === first?.name ? copies.slice(0, 1) : copies) {
      if (block) pending.push(...inside(block, copy, port));
      else found.set(`${copy}.${port ?? ""}`, { node: copy, port });
    }
  }
  return [...found.values()];
}

function scopeAt({ graph, instances }: TypedGraph, path: NodePath): Scope | undefined {
  return path === "" ? graph : graph.blocks.get(instances.get(path)?.block ?? "");
}

/** Where the wires from the first output of a bypassed node lead. */
function behindNode({ graph }: TypedGraph, path: NodePath, scope: Scope, node: GraphNode) {
  return wiresFrom(scope, node.id)
    .filter(({ from }) => isFirstOutput(graph, node, from.port))
    .map(({ to }) => ({ path, end: to }));
}

/** Where the wires from an input of an instance lead. */
function inside(block: Block, path: NodePath, input = "") {
  return wiresFrom(block, input).map(({ to }) => ({ path, end: to }));
}

/** Where the wires from an output of an instance lead: to its next repetition, or out of the last one. */
function behindOutput(typed: TypedGraph, path: NodePath, output: string) {
  const instance = typed.instances.get(path);
  const block = typed.graph.blocks.get(instance?.block ?? "");
  if (!instance || !block) return [];
  const { node } = instance;
  const isFirst = block.outputs[0]?.name === output;
  if (path !== node) {
    const next = `${node}/${String(Number(path.slice(node.length + 1)) + 1)}`;
    if (typed.instances.has(next)) return isFirst ? inside(block, next, block.inputs[0]?.name) : [];
  }
  const slash = node.lastIndexOf("/");
  const outer = slash < 0 ? "" : node.slice(0, slash);
  const scope = scopeAt(typed, outer);
  const wires = scope ? wiresFrom(scope, node.slice(slash + 1)) : [];
  return wires
    .filter(({ from }) => (from.port === undefined ? isFirst : from.port === output))
    .map(({ to }) => ({ path: outer, end: to }));
}

const bySource = new WeakMap<Scope["edges"], ReadonlyMap<string, readonly GraphEdge[]>>();

function wiresFrom({ edges }: Scope, node: string): readonly GraphEdge[] {
  let known = bySource.get(edges);
  if (!known) {
    const found = new Map<string, GraphEdge[]>();
    for (const edge of edges) {
      const wires = found.get(edge.from.node);
      if (wires) wires.push(edge);
      else found.set(edge.from.node, [edge]);
    }
    known = found;
    bySource.set(edges, known);
  }
  return known.get(node) ?? [];
}
