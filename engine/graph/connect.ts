import { t } from "@vscode/l10n";
import { anyNumber } from "../layers/range";
import { writeEdge } from "./edgeText";
import type { GraphType } from "../tensor/graphType";
import type { FlatEnd } from "./frame";
import { flatSource, flatTargets } from "./flatEnds";
import { sourcesOf } from "./sourcesOf";
import { inferNode } from "./inferNode";
import { portOf, type LinkedNode } from "./links";
import type { Page } from "./page";
import { shortened } from "./shortened";
import { writtenPort } from "./writtenPort";
import type { Problem } from "./problem";
import type { Source, TypedGraph, TypedNode } from "./typedGraph";

/** One end of a wire being drawn; without a port, the only or first one. */
export interface WireEnd {
  readonly node: string;
  readonly port?: string;
}

export type Connection =
  /** `replaces` is the index of the wire that the input has now and would lose. */
  | { readonly ok: true; readonly edge: string; readonly replaces?: number }
  /** `edge` is the wire, if only shapes are against it, which something else may change. */
  | { readonly ok: false; readonly reason: string; readonly edge?: string };

/**
 * Whether a wire from an output to an input of a page is possible, checked while it is drawn. It is refused if the wire
 * itself is wrong, or if shapes conflict where it leads, inside instances too, or at any node downstream that was valid
 * before.
 */
export function canConnect(page: Page, from: WireEnd, to: WireEnd): Connection {
  const source = page.nodes.get(from.node);
  const target = page.nodes.get(to.node);
  if (!source || !target) return refused(t("First set both nodes to layers that exist."));
  const output = portOf(source.outputPorts, from.port);
  const input = portOf(target.inputPorts, to.port);
  if (!output) return refused(t("A wire must begin at an output, which this is not."));
  if (!input) return refused(t("A wire must end at an input, which this is not."));
  const begin = flatSource(page, { node: from.node, port: output.name });
  const ends = flatTargets(page, { node: to.node, port: input.name });
  const path = begin && pathBetween(page.typed, new Set(ends.map(({ node }) => node)), begin.node);
  if (path)
    return refused(t("This would form a cycle: {0}.", shortened([...path, ...path.slice(0, 1)]).join(" → ")));

  const wires = target.incoming[input.name] ?? [];
  if (!input.many && wires.some(({ node, port }) => node === from.node && port === output.name))
    return refused(t("These two are already connected."));
  const replaced = input.many ? undefined : wires[0];
  const old = replaced && flatSource(page, replaced);
  const edge = writeEdge(
    { node: from.node, port: source.end ? undefined : writtenPort(source.outputPorts, output.name) },
    { node: to.node, port: target.end ? undefined : writtenPort(target.inputPorts, input.name) },
  );
  const conflict = begin && conflictBehind(page.typed, rewire(page.typed, ends, begin, old));
  if (conflict) return { ok: false, reason: conflict.message, edge };
  return { ok: true, edge, replaces: replaced?.edge };
}

function refused(reason: string): Connection {
  return { ok: false, reason };
}

/** The nodes with a new wire at each of some inputs; `old` is the output whose wires it replaces. */
function rewire(
  typed: TypedGraph,
  ends: readonly FlatEnd[],
  begin: FlatEnd,
  old: FlatEnd | undefined,
): ReadonlyMap<string, LinkedNode> {
  const rewired = new Map<string, LinkedNode>();
  const outputOf = ({ node, port }: FlatEnd) => portOf(typed.nodes.get(node)?.outputPorts ?? [], port)?.name;
  const [oldOutput, output] = [old && outputOf(old), outputOf(begin)];
  if (output === undefined) return rewired;
  for (const { node: id, port } of ends) {
    const node: LinkedNode | undefined = rewired.get(id) ?? typed.nodes.get(id);
    const input = node && portOf(node.inputPorts, port);
    if (!node || !input) continue;
    const wires = node.incoming[input.name] ?? [];
    const place = wires.findIndex((wire) => wire.node === old?.node && wire.port === oldOutput);
    const wire: Source = { node: begin.node, port: output, edge: -1 };
    const now = !input.many ? [wire] : place < 0 ? [...wires, wire] : wires.with(place, wire);
    // A wire that was missing outside of an instance is there now.
    const broken = new Set([...(node.broken ?? [])].filter((name) => name !== input.name));
    rewired.set(id, { ...node, broken, incoming: { ...node.incoming, [input.name]: now } });
  }
  return rewired;
}

/** The nodes on a path from one of several nodes to another, both included; a single node is a path too. */
function pathBetween(typed: TypedGraph, from: ReadonlySet<string>, to: string): string[] | undefined {
  const towards = new Map<string, string | undefined>([[to, undefined]]);
  for (const id of towards.keys()) {
    if (from.has(id)) {
      const path = [];
      for (let step: string | undefined = id; step !== undefined; step = towards.get(step)) path.push(step);
      return path;
    }
    for (const source of sourcesOf(typed.nodes.get(id))) if (!towards.has(source)) towards.set(source, id);
  }
  return undefined;
}

/**
 * The first new problem of rewired nodes or the nodes that depend on them. Nodes whose input types do not change are
 * skipped.
 */
function conflictBehind(typed: TypedGraph, rewired: ReadonlyMap<string, LinkedNode>): Problem | undefined {
  const changed = new Map<string, Readonly<Record<string, GraphType>>>();
  const typeOf = ({ node, port }: Source) => (changed.get(node) ?? typed.nodes.get(node)?.outputs)?.[port];
  let waiting = rewired.size;
  for (const id of typed.order) {
    if (waiting === 0 && changed.size === 0) return undefined;
    const target = rewired.get(id);
    const node: LinkedNode | undefined = target ?? typed.nodes.get(id);
    if (target) waiting--;
    if (!node || (!target && !sourcesOf(node).some((source) => changed.has(source)))) continue;
    const { types, problems } = inferNode(typed.flat, node, typeOf, () => anyNumber, undefined);
    if (!isSame(types.outputs, typed.nodes.get(id)?.outputs)) changed.set(id, types.outputs);
    // Inputs that are not connected yet are not a conflict of this wire.
    const conflict = problems.find(({ code }) => code !== "missing-input");
    if (conflict && (target || !isFaulty(typed, node))) return conflict;
  }
  return undefined;
}

/** Whether a node has a problem already; one in a block has its problem at its first instance. */
function isFaulty({ problems }: TypedGraph, { node: { id, origin } }: LinkedNode): boolean {
  return problems.some(
    ({ node, block, member }) =>
      node === id || (origin !== undefined && block === origin.block && member === origin.id),
  );
}

function isSame(a: TypedNode["outputs"], b: TypedNode["outputs"] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
