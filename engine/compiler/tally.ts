import type { Objective } from "../graph/graph";
import { lossesOf, type LoweredGraph } from "./lower";
import { penaltiesOf } from "./penalties";
import type { ProgramBuilder } from "./ProgramBuilder";

/** One loss of a graph, as a Program outputs it for a batch. */
export interface TalliedLoss {
  readonly node: string;
  /** The output with the sum over the rows of the batch. */
  readonly sum: string;
  /** What the sum is divided by: an output, the same number for each batch, or nothing. */
  readonly count: { readonly output: string } | { readonly each: number } | "none";
  /** Its factor in the objective. */
  readonly factor: number;
}

/** The outputs from which the loss over several batches is computed. */
export interface Tally {
  readonly losses: readonly TalliedLoss[];
  /** The output with the sum of all penalties on weights, if there are any. */
  readonly penalty: string | undefined;
}

/** Appends the sum of each loss of an objective over the batch, and its penalties, as outputs. */
export function tally(builder: ProgramBuilder, lowered: LoweredGraph, objective: Objective): Tally {
  const { name, weights } = objective;
  const losses = [...lossesOf(lowered, objective)].flatMap(([node, { typed, loss }]): TalliedLoss[] => {
    if (!loss) return [];
    const of = { node, port: typed.layer.objective ?? "", objective: name };
    const factor = weights[node] ?? 1;
    const sum = builder.output({ kind: "sum", ...of }, loss.sum);
    if (loss.count === "none") return [{ node, sum, count: "none", factor }];
    if (typeof loss.count === "number") return [{ node, sum, count: { each: loss.count }, factor }];
    const output = builder.output({ kind: "count", ...of }, loss.count);
    return [{ node, sum, count: { output }, factor }];
  });
  const [first, ...others] = penaltiesOf(lowered, objective);
  if (!first) return { losses, penalty: undefined };
  const sum = others.reduce((sum, term) => builder.b.add(sum, term), first);
  return { losses, penalty: builder.output({ kind: "penalty", objective: name }, sum) };
}
