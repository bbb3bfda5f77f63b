import { t } from "@vscode/l10n";
import { isSequential } from "../data/catalog";
import { Dataset } from "../layers/data/Dataset";
import type { Problem } from "./problem";
import type { TypedNode } from "./typedGraph";

/**
 * Nodes that carry their state to the next batch although they read shuffled data, where that batch has nothing to do
 * with this one. One pass over the wires.
 */
export function carryProblems(order: readonly string[], nodes: ReadonlyMap<string, TypedNode>): Problem[] {
  if (![...nodes.values()].some(carries)) return [];
  /** For each node, a Dataset upstream of it that is shuffled. */
  const shuffled = new Map<string, TypedNode>();
  const problems: Problem[] = [];
  for (const id of order) {
    const node = nodes.get(id);
    if (!node) continue;
    const sources = Object.values(node.incoming).flat();
    const found =
      node.layer === Dataset
        ? node.params && !isSequential(node.params) && node
        : sources.map((source) => shuffled.get(source.node)).find((source) => source !== undefined);
    if (!found) continue;
    shuffled.set(id, found);
    if (carries(node)) problems.push(problem(node, found));
  }
  return problems;
}

function carries({ params }: TypedNode): boolean {
  return params?.carry === true;
}

function problem({ node }: TypedNode, { node: data, params = {} }: TypedNode): Problem {
  return {
    code: "carry-needs-order",
    severity: "error",
    message: Object.hasOwn(params, "order")
      ? t(
          '"{0}" carries its state to the next batch, but "{1}" is shuffled, so that the next batch does not continue this one. Set "order" to "sequential" in "{1}", or "carry" to false.',
          node.id,
          data.id,
        )
      : t(
          '"{0}" carries its state to the next batch, but "{1}" is shuffled, so that the next batch does not continue this one. Use a Dataset of text with "order": "sequential", or set "carry" to false.',
          node.id,
          data.id,
        ),
    node: node.id,
    param: "carry",
    range: node.places.params.carry ?? node.places.type,
  };
}
