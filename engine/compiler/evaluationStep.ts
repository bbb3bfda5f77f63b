import { objectiveGraph, objectivesOf, trainedGraph } from "../graph/objectives";
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
  /** One for each objective. */
  readonly tallies: readonly Tally[];
}

/**
 * Forward pass, losses and metrics of all objectives in evaluation mode, with the outputs of their training steps. An
 * objective's penalties are those of the nodes that its losses reach. It reads the averages of the weights if the document
 * asks for them.
 */
export function evaluationStep(typed: TypedGraph, batchSize: number): EvaluationStep {
  const builder = new ProgramBuilder();
  const { training } = typed.graph;
  const trained = trainedGraph(typed);
  const all = lower(builder, trained, { batchSize, training: false, carries: "validation" });
  const tallies = objectivesOf(training).map((objective) => {
    const { nodes } = objectiveGraph(trained, objective);
    const lowered = new Map([...all].filter(([id]) => nodes.has(id)));
    builder.output({ kind: "loss", objective: objective.name }, totalLoss(builder, lowered, objective));
    const tallied = tally(builder, lowered, objective);
    appendMetrics(builder, lowered, training.metrics, objective);
    return tallied;
  });
  return { program: withAverages(simplify(builder.finish()), averagesOf(typed)), tallies };
}
