import type { Objective } from "../graph/graph";
import type { Value } from "../ops/operation";
import { statePath, type Path } from "../tensor/path";
import { at, float } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { lossesOf, weighted, type LoweredGraph } from "./lower";
import { penaltiesOf } from "./penalties";
import type { ProgramBuilder } from "./ProgramBuilder";

/** What a Program of an update from several batches does: it adds its batch's gradients, or it also updates. */
export type Accumulation = "add" | "update";

/** Losses whose sums over the batches are divided by the same count. */
interface Group {
  /** Scalar: the weighted sum over the batch. */
  readonly sum: Value;
  /** Scalar: what the batch adds to the count; undefined if the sum itself is the loss. */
  readonly count: Value | undefined;
}

/** A trained weight's slot and its name. */
interface Wanted {
  readonly name: Path;
  readonly value: Value;
}

/**
 * Appends the sums of the gradients over the batches so far, which are state that is 0 between updates; `accumulators`
 * collects their slots. Returns the gradients of the loss of all batches as one, including the penalties; undefined for
 * a weight that nothing depends on.
 */
export function accumulateGradients(
  builder: ProgramBuilder,
  lowered: LoweredGraph,
  objective: Objective,
  accumulation: Accumulation,
  weights: readonly Wanted[],
  accumulators: Set<string>,
): (Value | undefined)[] {
  const { b } = builder;
  const wanted = weights.map(({ value }) => value);
  const zeros = ({ type }: Value) => b.broadcast(b.constant({ value: 0 }), { shape: type.shape });
  /** The total including this batch. */
  const accumulated = (slot: string, part: Value): Value => {
    const total = b.add(builder.slot(slot, float(part.type.shape)), part);
    builder.update(slot, accumulation === "add" ? total : zeros(total));
    accumulators.add(slot);
    return total;
  };
  const gradients: (Value | undefined)[] = weights.map(() => undefined);
  const add = (found: readonly (Value | undefined)[]) => {
    for (const [i, part] of found.entries()) {
      const other = gradients[i];
      if (part) gradients[i] = other ? b.add(other, part) : part;
    }
  };
  for (const [index, { sum, count }] of groupsOf(builder, lowered, objective).entries()) {
    const state = index === 0 ? "accumulated" : `accumulated_${index}`;
    const total = count && accumulated(statePath("optimizer", `${state}_count`, objective.name), count);
    const divisor = total && b.where(b.equal(total, 0), 1, total);
    add(
      differentiate(builder, sum, wanted).map((gradient, i) => {
        if (!gradient) return undefined;
        const all = accumulated(statePath(at(weights, i).name, state, objective.name), gradient);
        return divisor ? b.div(all, divisor) : all;
      }),
    );
  }
  const [first, ...others] = penaltiesOf(lowered, objective);
  // The weights do not change between the batches, and neither do the penalties.
  if (first)
    add(
      differentiate(
        builder,
        others.reduce((sum, term) => b.add(sum, term), first),
        wanted,
      ),
    );
  return gradients;
}

/** The losses with a count known from the batch's size, those without a count, and each of the others. */
function groupsOf({ b }: ProgramBuilder, lowered: LoweredGraph, objective: Objective): Group[] {
  const fixed: Value[] = [];
  const sums: Value[] = [];
  const groups: Group[] = [];
  let rows = 1;
  for (const [node, { typed, loss, context, outputs }] of lossesOf(lowered, objective)) {
    if (!loss) continue;
    const factor = objective.weights[node];
    rows = context.batchSize;
    if (loss.count === "none") sums.push(weighted(b, loss.sum, factor));
    else if (typeof loss.count !== "number")
      groups.push({ sum: weighted(b, loss.sum, factor), count: b.reshape(loss.count, { shape: [] }) });
    else {
      const mean = outputs[typed.layer.objective ?? ""];
      // Counts are proportional to the rows, so that all of these means are over the same fraction of the batches.
      if (mean) fixed.push(b.mul(weighted(b, mean, factor), rows));
    }
  }
  const joined = (values: readonly Value[]) =>
    values.slice(1).reduce((sum, one) => b.add(sum, one), at(values, 0));
  if (sums.length > 0) groups.unshift({ sum: joined(sums), count: undefined });
  if (fixed.length > 0) groups.unshift({ sum: joined(fixed), count: b.constant({ value: rows }) });
  return groups;
}
