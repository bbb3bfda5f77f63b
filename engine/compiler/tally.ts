import type { LoweredGraph } from "./lower";
import { penaltiesOf } from "./penalties";
import type { ProgramBuilder } from "./ProgramBuilder";

/** One loss of a graph, as a Program outputs it for a batch. */
export interface TalliedLoss {
  readonly node: string;
  /** The output with the sum over the rows of the batch. */
  readonly sum: string;
  /** What the sum is divided by: an output, the same number for each batch, or nothing. */
  readonly count: { readonly output: string } | { readonly each: number } | "none";
}

/** The outputs from which the loss over several batches is computed. */
export interface Tally {
  readonly losses: readonly TalliedLoss[];
  /** The output with the sum of all penalties on weights, if there are any. */
  readonly penalty: string | undefined;
}

/** Appends the sum of each loss over the batch, and the penalties, as outputs. */
export function tally(builder: ProgramBuilder, lowered: LoweredGraph): Tally {
  const losses = [...lowered].flatMap(([node, { typed, loss }]): TalliedLoss[] => {
    if (!loss) return [];
    const port = typed.layer.objective ?? "";
    const sum = builder.output({ kind: "sum", node, port }, loss.sum);
    if (loss.count === "none") return [{ node, sum, count: "none" }];
    if (typeof loss.count === "number") return [{ node, sum, count: { each: loss.count } }];
    const output = builder.output({ kind: "count", node, port }, loss.count);
    return [{ node, sum, count: { output } }];
  });
  const [first, ...others] = [...lowered.values()].flatMap(penaltiesOf);
  if (!first) return { losses, penalty: undefined };
  const sum = others.reduce((sum, term) => builder.b.add(sum, term), first);
  return { losses, penalty: builder.output({ kind: "penalty" }, sum) };
}
