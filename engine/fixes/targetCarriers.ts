import type { Port } from "../layers/layer";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";

/** The part of a graph that leads to a loss's target. */
export interface TargetCarriers {
  /** Whether a node's output leads to a target. */
  readonly node: (id: string) => boolean;
  /** Whether a wire into an input of a node leads to a target. */
  readonly input: (id: string, port: Port) => boolean;
}

/**
 * Follows the wires backwards from the targets of losses, once over the graph. Excludes what also leads to a prediction
 * and has weights upstream: if two branches of a network are compared, their common part is trained.
 */
export function targetCarriers(typed: TypedGraph): TargetCarriers {
  const learned = new Set<string>();
  for (const id of typed.order) {
    const node = typed.nodes.get(id);
    if (node && (node.layer.weights !== undefined || sources(node).some((source) => learned.has(source))))
      learned.add(id);
  }
  const [targets, predictions] = [new Set<string>(), new Set<string>()];
  // In reverse order, every node comes after everything it leads to.
  for (const id of typed.order.toReversed()) {
    const node = typed.nodes.get(id);
    if (!node) continue;
    for (const { name, role } of node.inputPorts)
      for (const { node: source } of node.incoming[name] ?? []) {
        const isLoss = node.layer.objective !== undefined;
        if (role === "target" || targets.has(id)) targets.add(source);
        if ((isLoss && role !== "target") || predictions.has(id)) predictions.add(source);
      }
  }
  function carries(id: string): boolean {
    return targets.has(id) && !(predictions.has(id) && learned.has(id));
  }
  return { node: carries, input: (id, { role }) => role === "target" || carries(id) };
}

function sources(node: TypedNode): string[] {
  return Object.values(node.incoming).flatMap((wires) => wires.map(({ node: source }) => source));
}
