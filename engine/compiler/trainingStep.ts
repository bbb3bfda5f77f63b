import type { TypedGraph } from "../graph/typedGraph";
import { weightSettings } from "../layers/weightParams";
import type { Value } from "../ops/operation";
import { at, float } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { appendMetrics, type MetricOutput } from "./appendMetrics";
import { lower, totalLoss } from "./lower";
import { appendProbes, type WeightChange } from "./appendProbes";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { tally, type Tally } from "./tally";
import { updateWeights, type StepScalar, type TrainedWeight } from "./updateWeights";
import { weightsOf } from "./weights";

export interface TrainingStep {
  /**
   * Feeds: the datasets' ports, the optimizer's scalars, and `seed` and `step` if random numbers are drawn. Outputs: `loss`,
   * its parts, and the metrics' sums.
   */
  readonly program: Program;
  readonly tally: Tally;
  readonly metrics: readonly MetricOutput[];
  /** The optimizer's feeds, recomputed for each step. */
  readonly scalars: readonly StepScalar[];
  /** The initial values of the optimizer's state that are not 0, by slot. */
  readonly initialState: ReadonlyMap<string, number>;
}

/** Forward, loss, backward, clipping, optimizer and metrics as one Program, for a graph without problems. */
export function trainingStep(typed: TypedGraph, batchSize: number): TrainingStep {
  const { builder, tally, metrics, scalars, initialState } = buildTrainingStep(typed, batchSize);
  const program = simplify(builder.finish());
  const read = new Set(program.feeds.map(({ name }) => name));
  return { program, tally, metrics, initialState, scalars: scalars.filter(({ feed }) => read.has(feed)) };
}

/**
 * The statistics of a training step (see `appendProbes`) on the same batch: the same forward pass, gradients and update,
 * none of which is saved. It runs before the training step and changes nothing, so that watching a run does not change a
 * bit of it.
 */
export function statisticsStep(typed: TypedGraph, batchSize: number): Program {
  const { builder, lowered, changes } = buildTrainingStep(typed, batchSize);
  const before = builder.finish().outputs.length;
  appendProbes(builder, lowered, changes);
  const program = builder.finish();
  return simplify({
    ...program,
    state: program.state.map(({ name, value }) => ({ name, value })),
    outputs: program.outputs.slice(before),
  });
}

/** A training step under construction with its parts, for Programs that inspect it. */
export function buildTrainingStep(typed: TypedGraph, batchSize: number) {
  const { training } = typed.graph;
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: true, carries: "training" });
  const loss = totalLoss(builder, lowered);
  builder.output({ kind: "loss" }, loss);
  const tallied = tally(builder, lowered);
  const metrics = appendMetrics(builder, lowered, training.metrics);
  const weights = trainedWeights(builder, typed, loss);
  const { next, scalars, initialState, optimizerState } = updateWeights(builder, training, weights);
  const changes = weights.map(({ name, value, gradient }, i): WeightChange => ({
    name,
    weight: value,
    gradient,
    next: at(next, i),
  }));
  return { builder, lowered, loss, changes, tally: tallied, metrics, scalars, initialState, optimizerState };
}

/** The weights that the loss depends on and that are not frozen, with their gradients; no others are computed. */
function trainedWeights(builder: ProgramBuilder, typed: TypedGraph, loss: Value): TrainedWeight[] {
  const weights = weightsOf(typed).flatMap(({ name, node, shape, trainable }) => {
    const settings = weightSettings(typed.nodes.get(node)?.params);
    // A learning rate of 0 means not trained.
    if (!trainable || settings.frozen || settings.learningRateFactor === 0) return [];
    return [{ name, node, settings, value: builder.slot(name, float(shape)) }];
  });
  const gradients = differentiate(
    builder,
    loss,
    weights.map(({ value }) => value),
  );
  return weights.flatMap((weight, i) => {
    const gradient = gradients[i];
    return gradient ? [{ ...weight, gradient }] : [];
  });
}
