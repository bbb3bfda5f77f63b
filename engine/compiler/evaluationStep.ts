import type { TypedGraph } from "../graph/typedGraph";
import { judge } from "./judge";
import { lower, totalLoss } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/** Forward, loss and metrics in evaluation mode: outputs `loss` and the sums of the training step's metrics. */
export function evaluationStep(typed: TypedGraph, batchSize: number): Program {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: false });
  builder.output("loss", totalLoss(builder, lowered));
  judge(builder, lowered, typed.graph.training.metrics);
  return simplify(builder.finish());
}
