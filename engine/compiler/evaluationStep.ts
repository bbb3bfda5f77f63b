import type { TypedGraph } from "../graph/typedGraph";
import { appendMetrics } from "./appendMetrics";
import { averagesOf, withAverages } from "./averages";
import { lower, totalLoss } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { tally, type Tally } from "./tally";

export interface EvaluationStep {
  readonly program: Program;
  readonly tally: Tally;
}

/**
 * Forward pass, loss and metrics in evaluation mode, with the outputs of the training step. It reads the averages of the
 * weights if the document asks for them.
 */
export function evaluationStep(typed: TypedGraph, batchSize: number): EvaluationStep {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: false, carries: "validation" });
  builder.output({ kind: "loss" }, totalLoss(builder, lowered));
  const tallied = tally(builder, lowered);
  appendMetrics(builder, lowered, typed.graph.training.metrics);
  const program = withAverages(simplify(builder.finish()), averagesOf(typed));
  return { program, tally: tallied };
}
