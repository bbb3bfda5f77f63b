import type { Objective } from "../graph/graph";
import { updatesOf } from "../graph/objectives";
import { slotOf } from "../graph/slotOf";
import type { TypedGraph } from "../graph/typedGraph";
import type { NamedWeight } from "./weights";

/**
 * Whether an objective changes a weight, if it can be trained: one used in its part of the graph, and named in `updates`
 * by the node that holds it or by one that uses it there.
 */
export function changedBy(
  objective: Objective,
  part: TypedGraph,
): (weight: Pick<NamedWeight, "name" | "node">) => boolean {
  const isUpdated = updatesOf(objective);
  const used = new Set<string>();
  const updated = new Set<string>();
  for (const [id, node] of part.nodes)
    for (const name of Object.keys(node.weights)) {
      const slot = slotOf(node, name);
      used.add(slot);
      if (isUpdated(id)) updated.add(slot);
    }
  return ({ name, node }) => used.has(name) && (updated.has(name) || isUpdated(node));
}
