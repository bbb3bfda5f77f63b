import type { TypedGraph } from "../graph/typedGraph";
import { appendMetrics } from "./appendMetrics";
import { lower, totalLoss } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { tally, type Tally } from "./tally";

export interface EvaluationStep {
  readonly program: Program;
  readonly tally: Tally;
}

/** Forward pass, loss and metrics in evaluation mode, with the outputs of the training step. */
export function evaluationStep(typed: TypedGraph, batchSize: number): EvaluationStep {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: false, carries: "validation" });
  builder.output({ kind: "loss" }, totalLoss(builder, lowered));
  const tallied = tally(builder, lowered);
  appendMetrics(builder, lowered, typed.graph.training.metrics);
  return { program: simplify(builder.finish()), tally: tallied };
}
