import { t } from "@vscode/l10n";
import { anyNumber } from "../layers/range";
import { writeEdge } from "./edgeText";
import type { GraphType } from "../tensor/graphType";
import { sourcesOf } from "./infer";
import { inferNode } from "./inferNode";
import { portOf } from "./links";
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
  | { readonly ok: false; readonly reason: string };

/**
 * Whether a wire from an output to an input is possible, checked while it is drawn. It is refused if the wire itself is
 * wrong, or if shapes conflict at its end or at any node downstream that was valid before.
 */
export function canConnect(typed: TypedGraph, from: WireEnd, to: WireEnd): Connection {
  const source = typed.nodes.get(from.node);
  const target = typed.nodes.get(to.node);
  if (!source || !target) return refused(t("First set both nodes to layers that exist."));
  const output = portOf(source.outputPorts, from.port);
  const input = portOf(target.inputPorts, to.port);
  if (!output) return refused(t("A wire must begin at an output, which this is not."));
  if (!input) return refused(t("A wire must end at an input, which this is not."));
  const path = pathBetween(typed, to.node, from.node);
  if (path) return refused(t("This would form a cycle: {0}.", shortened([...path, to.node]).join(" → ")));

  const wires = target.incoming[input.name] ?? [];
  if (!input.many && wires.some(({ node, port }) => node === from.node && port === output.name))
    return refused(t("These two are already connected."));
  const replaced = input.many ? undefined : wires[0];
  const wire: Source = { node: from.node, port: output.name, edge: -1 };
  const rewired: TypedNode = {
    ...target,
    incoming: { ...target.incoming, [input.name]: replaced ? [wire] : [...wires, wire] },
  };
  const conflict = conflictBehind(typed, rewired);
  if (conflict) return refused(conflict.message);
  const edge = writeEdge(
    { node: from.node, port: writtenPort(source.outputPorts, output.name) },
    { node: to.node, port: writtenPort(target.inputPorts, input.name) },
  );
  return { ok: true, edge, replaces: replaced?.edge };
}

function refused(reason: string): Connection {
  return { ok: false, reason };
}

/** The nodes on a path from one node to another, both included; a single node is a path too. */
function pathBetween(typed: TypedGraph, from: string, to: string): string[] | undefined {
  const towards = new Map<string, string | undefined>([[to, undefined]]);
  for (const id of towards.keys()) {
    if (id === from) {
      const path = [];
      for (let step: string | undefined = from; step !== undefined; step = towards.get(step)) path.push(step);
      return path;
    }
    for (const source of sourcesOf(typed.nodes.get(id))) if (!towards.has(source)) towards.set(source, id);
  }
  return undefined;
}

/**
 * The first new problem of a rewired node or the nodes that depend on it. Nodes whose input types do not change are
 * skipped.
 */
function conflictBehind(typed: TypedGraph, rewired: TypedNode): Problem | undefined {
  const target = rewired.node.id;
  const changed = new Map<string, Readonly<Record<string, GraphType>>>();
  const typeOf = ({ node, port }: Source) => (changed.get(node) ?? typed.nodes.get(node)?.outputs)?.[port];
  for (const id of typed.order.slice(typed.order.indexOf(target))) {
    const node = id === target ? rewired : typed.nodes.get(id);
    if (!node || (id !== target && !sourcesOf(node).some((source) => changed.has(source)))) continue;
    const { types, problems } = inferNode(typed.flat, node, typeOf, () => anyNumber, undefined);
    if (!isSame(types.outputs, typed.nodes.get(id)?.outputs)) changed.set(id, types.outputs);
    // Inputs that are not connected yet are not a conflict of this wire.
    const conflict = problems.find(({ code }) => code !== "missing-input");
    if (conflict && (id === target || !typed.problems.some((known) => known.node === id))) return conflict;
    if (changed.size === 0) return undefined;
  }
  return undefined;
}

function isSame(a: TypedNode["outputs"], b: TypedNode["outputs"] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
