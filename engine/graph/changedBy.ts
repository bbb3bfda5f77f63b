import type { NodePath, Path } from "../tensor/path";
import type { Objective } from "./graph";
import { updatesOf } from "./objectives";
import { slotOf } from "./slotOf";
import type { TypedGraph } from "./typedGraph";

/** A weight's path, and the node that holds it. */
interface HeldWeight {
  readonly name: Path;
  readonly node: NodePath;
}

/**
 * Whether an objective changes a weight, if it can be trained: one used in its part of the graph, and named in `updates`
 * by the node that holds it or by one that uses it there.
 */
export function changedBy(objective: Objective, part: TypedGraph): (weight: HeldWeight) => boolean {
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
