import type { Objective } from "../graph/graph";
import { updatesOf } from "../graph/objectives";
import { slotOf } from "../graph/slotOf";
import { isBias } from "../layers/isBias";
import { weightSettings } from "../layers/weightParams";
import { sumAll } from "../ops/reductions";
import type { Value } from "../ops/operation";
import { readPath, type Path } from "../tensor/path";
import type { LoweredGraph, LoweredNode } from "./lower";

/**
 * The terms that `l1` and `l2` add to an objective's loss: l1·Σ|w| + l2·Σw² for each trainable weight except biases that
 * its part of the graph uses and that it updates, as in Keras's `regularizers.L1L2`
 * (https://keras.io/api/layers/regularizers/). Of a shared weight, the settings are those of the node that holds it, also if
 * that one is in another part. Penalties of a frozen node are constant and remain part of the loss.
 */
export function penaltiesOf(lowered: LoweredGraph, objective: Pick<Objective, "updates">): Value[] {
  return penalisedIn(lowered, objective).flatMap(({ node: { context, holderOf }, name }) => {
    const { l1, l2 } = weightSettings(holderOf(name)?.params);
    if (l1 === 0 && l2 === 0) return [];
    const { b } = context;
    const w = context.weight(name);
    return [
      ...(l1 > 0 ? [b.mul(sumAll(b, b.abs(w)), l1)] : []),
      ...(l2 > 0 ? [b.mul(sumAll(b, b.mul(w, w)), l2)] : []),
    ];
  });
}

/** A weight as one of the nodes uses it. */
interface UsedWeight {
  readonly node: LoweredNode;
  readonly name: string;
}

/** Each weight that an objective updates once: at the node that holds it or, if that is elsewhere, at the first that uses it. */
function penalisedIn(lowered: LoweredGraph, objective: Pick<Objective, "updates">): UsedWeight[] {
  const isUpdated = updatesOf(objective);
  const updated = new Set<Path>();
  const uses = new Map<Path, UsedWeight>();
  for (const [id, node] of lowered)
    for (const [name, { trainable }] of Object.entries(node.typed.weights)) {
      const slot = slotOf(node.typed, name);
      const holder = readPath(slot);
      if (!holder || !trainable || isBias(holder.name)) continue;
      if (isUpdated(id) || isUpdated(holder.node)) updated.add(slot);
      const isPlace = holder.node === id || (!lowered.has(holder.node) && !uses.has(slot));
      if (isPlace) uses.set(slot, { node, name });
    }
  return [...uses].flatMap(([slot, use]) => (updated.has(slot) ? [use] : []));
}
