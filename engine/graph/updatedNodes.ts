import { isTrained } from "../layers/weightParams";
import { readPath, type NodePath } from "../tensor/path";
import type { Objective } from "./graph";
import { objectiveGraph, updatesOf } from "./objectives";
import type { TypedGraph, TypedNode } from "./typedGraph";

/** The nodes of a part of a graph, and those elsewhere that hold weights which they use. */
export function withHolders(typed: TypedGraph, part: ReadonlyMap<NodePath, TypedNode>): TypedNode[] {
  const holders = [...part.values()].flatMap(({ weights, shared }) =>
    Object.keys(weights).flatMap((name) => readPath(shared?.[name] ?? "")?.node ?? []),
  );
  return [...part.values(), ...[...new Set(holders)].flatMap((holder) => typed.nodes.get(holder) ?? [])];
}

/** Those of some nodes that have a weight which an objective may change. */
export function updatedAmong(
  nodes: readonly TypedNode[],
  objective: Pick<Objective, "updates">,
): TypedNode[] {
  const isUpdated = updatesOf(objective);
  return nodes.filter((node) => isUpdated(node.node.id) && canBeTrained(node));
}

/** Whether a node has a weight, its own or another's, that training may change. */
export function canBeTrained({ params, weights }: Pick<TypedNode, "params" | "weights">): boolean {
  return isTrained(params) && Object.values(weights).some(({ trainable }) => trainable);
}

/** The nodes whose weights an objective changes; a weight that is another node's is changed through either. */
export function updatedNodes(typed: TypedGraph, objective: Objective): TypedNode[] {
  return updatedAmong(withHolders(typed, objectiveGraph(typed, objective).nodes), objective);
}
