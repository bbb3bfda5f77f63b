import { drawWeight } from "../compiler/initialWeights";
import { evaluationStep, type EvaluationStep } from "../compiler/evaluationStep";
import type { Program } from "../compiler/program";
import type { HostArrays } from "../tensor/hostArrays";
import { statisticsStep, trainingStep, type TrainingStep } from "../compiler/trainingStep";
import { weightsByName } from "../compiler/weights";
import type { EvaluationBatches, TrainingBatches } from "../data/batches";
import type { Problem } from "../graph/problem";
import { listed } from "../graph/listed";
import { trainable } from "../graph/trainable";
import { defaultEpochs } from "../graph/trainingDefaults";
import type { TypedGraph } from "../graph/typedGraph";
import { at } from "../tensor/tensor";
import { floatArrayOf, type Runtime, type Session } from "../runtime/runtime";
import type { DeviceInfo } from "../run/device";
import type { TrainOptions } from "../run/options";
import {
  batchSizeFor,
  trainingFeeds,
  trainingSamples,
  validationFeeds,
  type NodeSamples,
  type SideBySide,
} from "./batchFeeds";
import { batchWarnings } from "../graph/batchWarnings";
import { checkMemory } from "./checkMemory";
import type { Cursor } from "./checkpoint";
import { modelHasProblems } from "./errors";
import { LearningRate } from "./LearningRate";
import { bytesOf, loadSamples } from "./loadSamples";
import { openModel } from "./openModel";
import type { RunRecord } from "../runFolder/runRecord";
import { writeState } from "./writeState";

/** The training step for batches of one size. */
export interface TrainingPart {
  readonly batchSize: number;
  readonly compiled: TrainingStep;
  /** The arrays that each of its steps is fed with. */
  readonly feeds: HostArrays;
  /** The Program that gives the statistics of such a step; compiled when it is first asked for. */
  readonly statistics: () => Program;
}

/** Batches of one size for validation, and their step. */
export interface Evaluation {
  readonly batches: SideBySide<EvaluationBatches>;
  readonly compiled: EvaluationStep;
}

/** What a run has said of itself before, which a resumed run goes on with. */
export type EarlierRun = Pick<RunRecord, "seed" | "batchSize" | "epochs" | "dropLast">;

/** What a run does, fixed from the start. */
export interface TrainingPlan {
  readonly options: TrainOptions;
  readonly typed: TypedGraph;
  readonly warnings: readonly Problem[];
  readonly runtime: Runtime;
  readonly session: Session;
  /** Of the full batches. */
  readonly compiled: TrainingStep;
  readonly nodes: readonly NodeSamples[];
  readonly batchSize: number;
  readonly dropLast: boolean;
  /** The full batches, and the smaller one at an epoch's end where there is one. */
  readonly parts: readonly TrainingPart[];
  /** The full batches of the validation part, and the remainder. */
  readonly evaluations: readonly Evaluation[];
  /** On the average of an epoch. */
  readonly samplesPerStep: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seed: number;
  readonly learningRate: LearningRate;
  /** Writes the batch and the scalars of a step (from 0) into the feeds of the part that takes it, which it gives. */
  readonly fill: (step: number) => TrainingPart;
  /** The number of a Dataset's sample in a row of a step's batch. */
  readonly sampleAt: SideBySide<TrainingBatches>["sampleAt"];
}

/** A document that can be trained, and what it is warned of. */
export interface CheckedModel {
  readonly typed: TypedGraph;
  readonly warnings: readonly Problem[];
}

/** Throws an EngineError with the problems of a document that cannot be trained. */
export async function checkedModel({ text, file, workspace }: TrainOptions): Promise<CheckedModel> {
  const { typed, problems } = await openModel(text, { file, workspace });
  const all = listed([...problems, ...(typed ? trainable(typed) : [])]);
  if (!typed || all.some(({ severity }) => severity === "error")) throw modelHasProblems(all);
  return { typed, warnings: all };
}

/**
 * Loads the data and compiles the step of a graph without problems; opens a session on the device. `begin` is told when it
 * compiles.
 */
export async function makePlan(
  { typed, warnings }: CheckedModel,
  runtime: Runtime,
  options: TrainOptions,
  begin: (phase: "compile") => Promise<void>,
  earlier?: EarlierRun,
): Promise<TrainingPlan> {
  const { training } = typed.graph;
  const seed = options.seed ?? earlier?.seed ?? training.seed;
  const nodes = await loadSamples(typed, options);
  await begin("compile");
  const samples = trainingSamples(nodes);
  const batchSize = batchSizeFor(samples, training.batchSize ?? earlier?.batchSize);
  // A run from before there was a choice left the rest out, and goes on with the steps that its checkpoints count.
  const dropLast = earlier ? (earlier.dropLast ?? true) : training.dropLast;
  const batches = trainingFeeds(nodes, { batchSize, samples, seed, dropLast });
  const compiled = batches.batches.flatMap((batch) => (batch ? [trainingStep(typed, batch.size)] : []));
  const evaluations = validationFeeds(nodes, batchSize).map((batches): Evaluation => {
    return { batches, compiled: evaluationStep(typed, batches.batchSize) };
  });
  const { stepsPerEpoch } = batches;
  const epochs = options.epochs ?? training.epochs ?? earlier?.epochs ?? defaultEpochs(stepsPerEpoch);
  const steps = options.steps ?? epochs * stepsPerEpoch;
  // `options.steps` ends a run early or late and leaves the schedule as it is.
  const learningRate = new LearningRate(training, stepsPerEpoch, epochs);
  const { parts, fill } = openParts(typed, batches, compiled, learningRate, seed, runtime.device);
  const tight = checkMemory({
    typed,
    programs: [
      ...compiled.map(({ program }) => program),
      ...evaluations.map(({ compiled: { program } }) => program),
      ...(options.probeEvery > 0 ? parts.map(({ statistics }) => statistics()) : []),
    ],
    device: runtime.device,
    batchSize,
    data: nodes.reduce((sum, { samples: dataset }) => sum + bytesOf(dataset), 0),
  });
  const session = runtime.open();
  return {
    options,
    typed,
    warnings: [...warnings, ...batchWarnings(typed, samples), ...tight],
    runtime,
    session,
    compiled: at(compiled, 0),
    nodes,
    batchSize,
    dropLast,
    parts,
    evaluations,
    samplesPerStep: (dropLast ? stepsPerEpoch * batchSize : samples) / stepsPerEpoch,
    stepsPerEpoch,
    epochs,
    steps,
    seed,
    learningRate,
    fill,
    sampleAt: batches.sampleAt,
  };
}

/** One array for each feed, written in place; the reference runtime gets its scalars in float64. */
function openParts(
  typed: TypedGraph,
  { batches, stepsPerEpoch, fill }: SideBySide<TrainingBatches>,
  compiled: readonly TrainingStep[],
  learningRate: LearningRate,
  seed: number,
  device: DeviceInfo,
): { parts: readonly TrainingPart[]; fill: (step: number) => TrainingPart } {
  const Floats = floatArrayOf(device);
  const step = new Int32Array(1);
  const numbers = at(compiled, 0).scalars.map((scalar) => ({
    ...scalar,
    array: new Floats(1),
  }));
  const scalars = {
    ...Object.fromEntries(numbers.map(({ feed, array }) => [feed, array])),
    step,
    seed: Int32Array.of(seed),
  };
  const parts = batches.flatMap((batch, i): TrainingPart[] =>
    batch
      ? [
          {
            batchSize: batch.size,
            compiled: at(compiled, i),
            feeds: { ...batch.arrays, ...scalars },
            statistics: once(() => statisticsStep(typed, batch.size)),
          },
        ]
      : [],
  );
  return {
    parts,
    fill: (index) => {
      const part = at(parts, fill(Math.floor(index / stepsPerEpoch), index % stepsPerEpoch));
      step[0] = index + 1;
      const rate = learningRate.at(index + 1);
      for (const { array, at: scalarAt } of numbers) array[0] = scalarAt(index + 1, rate);
      return part;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Sets every state tensor to what training starts from: fresh weights, and an optimizer that has seen nothing. */
export async function startFresh({ typed, seed, runtime, session, compiled }: TrainingPlan): Promise<Cursor> {
  const weights = weightsByName(typed);
  await writeState(session, compiled.program.state, floatArrayOf(runtime.device), ({ name }, values) => {
    const weight = weights.get(name);
    if (weight) drawWeight(values, weight, seed);
    else values.fill(compiled.start.get(name) ?? 0);
  });
  return { step: 0, sums: {}, count: 0, seconds: 0 };
}
