import { changedBy } from "../graph/changedBy";
import type { Objective } from "../graph/graph";
import { objectiveGraph, objectivesOf } from "../graph/objectives";
import type { TypedGraph } from "../graph/typedGraph";
import { isTrained, weightSettings } from "../layers/weightParams";
import { at, float } from "../tensor/tensor";
import { accumulateGradients, type Accumulation } from "./accumulate";
import { differentiate } from "./differentiate";
import { appendMetrics, type MetricOutput } from "./appendMetrics";
import { lower, totalLoss } from "./lower";
import { outputName } from "./outputTag";
import { appendProbes, type WeightChange } from "./appendProbes";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { tally, type Tally } from "./tally";
import { updateWeights, type StepScalar, type TrainedWeight, type WeightUpdates } from "./updateWeights";
import { weightsOf } from "./weights";

export interface TrainingStep {
  /**
   * Feeds: the datasets' ports, the optimizer's scalars, and `seed` and `step` if random numbers are drawn. Outputs: the
   * loss, its parts, and the metrics' sums.
   */
  readonly program: Program;
  /** The output with the batch's loss. */
  readonly loss: string;
  readonly tally: Tally;
  readonly metrics: readonly MetricOutput[];
  /** The optimizer's feeds, recomputed for each update. */
  readonly scalars: readonly StepScalar[];
  /** The initial values of the optimizer's state that are not 0, by slot. */
  readonly initialState: ReadonlyMap<string, number>;
  /** The slots in which gradients are added up, all 0 after an update. */
  readonly accumulators: ReadonlySet<string>;
}

/** Which of a training step's Programs. */
export interface StepOptions {
  /** By default the first one, which is the implicit one if a document has no objectives. */
  readonly objective?: Objective;
  /** Undefined if one batch makes an update. */
  readonly accumulation?: Accumulation | undefined;
}

/**
 * Forward, loss, backward, clipping, optimizer and metrics of one objective as one Program, for a graph without problems.
 */
export function trainingStep(typed: TypedGraph, batchSize: number, options: StepOptions = {}): TrainingStep {
  const built = buildTrainingStep(typed, batchSize, options);
  const { builder, objective, tally, metrics, scalars, initialState, accumulators } = built;
  const program = simplify(builder.finish());
  const read = new Set(program.feeds.map(({ name }) => name));
  return {
    program,
    loss: outputName({ kind: "loss", objective: objective.name }),
    tally,
    metrics,
    initialState,
    accumulators,
    scalars: scalars.filter(({ feed }) => read.has(feed)),
  };
}

/**
 * The statistics of a training step (see `appendProbes`) on the same batch: the same forward pass, gradients and update,
 * none of which is saved. It runs before the training step and changes nothing, so that watching a run does not change a
 * bit of it.
 */
export function statisticsStep(typed: TypedGraph, batchSize: number, options: StepOptions = {}): Program {
  const { builder, lowered, changes } = buildTrainingStep(typed, batchSize, options);
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
export function buildTrainingStep(typed: TypedGraph, batchSize: number, options: StepOptions = {}) {
  const { training } = typed.graph;
  const { objective = at(objectivesOf(training), 0), accumulation } = options;
  const builder = new ProgramBuilder();
  const part = objectiveGraph(typed, objective);
  const lowered = lower(builder, part, { batchSize, training: true, carries: "training" });
  const loss = totalLoss(builder, lowered, objective);
  builder.output({ kind: "loss", objective: objective.name }, loss);
  const tallied = tally(builder, lowered, objective);
  const metrics = appendMetrics(builder, lowered, training.metrics, objective);
  const accumulators = new Set<string>();
  const candidates = trainedWeights(builder, typed, part, objective);
  const gradients =
    accumulation === undefined
      ? differentiate(
          builder,
          loss,
          candidates.map(({ value }) => value),
        )
      : accumulateGradients(builder, lowered, objective, accumulation, candidates, accumulators);
  // Only the weights that the loss depends on are trained.
  const weights = candidates.flatMap((weight, i): TrainedWeight[] => {
    const gradient = gradients[i];
    return gradient ? [{ ...weight, gradient }] : [];
  });
  const updates = accumulation === "add" ? noUpdates : updateWeights(builder, objective, weights);
  const { next, scalars, initialState, optimizerState } = updates;
  const changes = weights.map(({ name, value, gradient }, i): WeightChange => ({
    name,
    weight: value,
    gradient,
    next: next[i] ?? value,
  }));
  return {
    builder,
    objective,
    part,
    lowered,
    loss,
    changes,
    tally: tallied,
    metrics,
    scalars,
    initialState,
    optimizerState,
    accumulators,
  };
}

const noUpdates: WeightUpdates = {
  next: [],
  scalars: [],
  initialState: new Map(),
  optimizerState: new Map(),
};

/** The weights that an objective changes. */
function trainedWeights(
  builder: ProgramBuilder,
  typed: TypedGraph,
  part: TypedGraph,
  objective: Objective,
): Omit<TrainedWeight, "gradient">[] {
  const isChanged = changedBy(objective, part);
  return weightsOf(typed).flatMap((weight) => {
    const { name, node, shape, trainable } = weight;
    const params = typed.nodes.get(node)?.params;
    if (!trainable || !isTrained(params) || !isChanged(weight)) return [];
    return [{ name, node, settings: weightSettings(params), value: builder.slot(name, float(shape)) }];
  });
}
