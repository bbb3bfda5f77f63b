import { afterStep, type AfterStep } from "../compiler/afterStep";
import { averagesOf } from "../compiler/averages";
import { drawWeight } from "../compiler/initialWeights";
import { evaluationStep, type EvaluationStep } from "../compiler/evaluationStep";
import type { Program, StateSlot } from "../compiler/program";
import type { HostArrays } from "../tensor/hostArrays";
import { statisticsStep, trainingStep, type TrainingStep } from "../compiler/trainingStep";
import { weightsByName } from "../compiler/weights";
import { areSequential, trainingBatches, trainingSamples, validationSamples } from "../data/batches";
import type { Batch } from "../data/batch";
import { batchSizes } from "../data/BatchOrder";
import type { BatchReader } from "../data/BatchReader";
import type { LoadedDataset } from "../data/dataset";
import type { Problem } from "../graph/problem";
import { listed } from "../graph/listed";
import { trainable } from "../graph/trainable";
import { defaultEpochs } from "../graph/trainingDefaults";
import type { TypedGraph } from "../graph/typedGraph";
import { at } from "../tensor/tensor";
import { floatArrayOf, type Runtime, type Session } from "../runtime/runtime";
import type { DeviceInfo } from "../run/device";
import type { TrainOptions } from "../run/options";
import { batchWarnings } from "../graph/batchWarnings";
import { watchedFigure, type WatchedFigure } from "../graph/figures";
import { watchWarnings } from "../graph/watchProblems";
import { batchSizeFor } from "./batchSizeFor";
import { checkMemory } from "./checkMemory";
import type { Cursor } from "./checkpoint";
import { modelHasProblems } from "./errors";
import { LearningRate } from "./LearningRate";
import { loadDatasets } from "./loadDatasets";
import { openModel } from "./openModel";
import type { RunRecord } from "../runFolder/runRecord";
import { writeState } from "./writeState";

/** The training step for batches of one size. */
export interface TrainingPart {
  readonly batchSize: number;
  readonly compiled: TrainingStep;
  /** The Program that computes the statistics of such a step; compiled on first use. */
  readonly statistics: () => Program;
}

/** The evaluation step for batches of one size. */
export interface Evaluation {
  readonly batchSize: number;
  readonly compiled: EvaluationStep;
}

/** What a resumed run takes over from its record. */
export type EarlierRun = Pick<RunRecord, "seed" | "batchSize" | "epochs" | "dropLast">;

/** Everything about a run that is fixed from the start. */
export interface TrainingPlan {
  readonly options: TrainOptions;
  readonly typed: TypedGraph;
  readonly warnings: readonly Problem[];
  readonly runtime: Runtime;
  readonly session: Session;
  /** For full batches. */
  readonly compiled: TrainingStep;
  /** What moves weights after training steps. */
  readonly after: readonly AfterStep[];
  /** The state that checkpoints contain: weights, their averages, and optimizer state. */
  readonly saved: Pick<Program, "state">;
  readonly datasets: readonly LoadedDataset[];
  readonly batchSize: number;
  readonly dropLast: boolean;
  /** For full batches, and for the smaller batch at the end of an epoch, if any. */
  readonly parts: readonly TrainingPart[];
  /** For full batches of the validation set, and for the remainder, if any. */
  readonly evaluations: readonly Evaluation[];
  /** The average over an epoch. */
  readonly samplesPerStep: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seed: number;
  readonly learningRate: LearningRate;
  /** What decides which epoch is the best. */
  readonly watched: WatchedFigure;
  /**
   * The batch of a step (from 0) with the step's scalars, valid until the next call. A promise only if samples are not
   * in memory; the next batch is then read ahead. Rejects with a DataError if samples cannot be read.
   */
  readonly batch: (step: number) => Batch | Promise<Batch>;
  readonly sampleAt: BatchReader["sampleAt"];
}

/** A document that can be trained, and the warnings about it. */
export interface CheckedModel {
  readonly typed: TypedGraph;
  readonly warnings: readonly Problem[];
}

/** Parses and checks a document. Throws an EngineError with its problems if it cannot be trained. */
export async function checkedModel({ text, file, workspace }: TrainOptions): Promise<CheckedModel> {
  const { typed, problems } = await openModel(text, { file, workspace });
  const all = listed([...problems, ...(typed ? trainable(typed) : [])]);
  if (!typed || all.some(({ severity }) => severity === "error")) throw modelHasProblems(all);
  return { typed, warnings: all };
}

/**
 * Loads the data, compiles the steps of a graph without problems, and opens a session on the device. `begin` is called
 * before compiling.
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
  const datasets = await loadDatasets(typed, options);
  await begin("compile");
  const samples = trainingSamples(datasets);
  const batchSize = batchSizeFor(samples, training.batchSize ?? earlier?.batchSize);
  // Older versions always dropped the last batch and did not record it; the steps in their checkpoints count that way.
  const dropLast = areSequential(datasets) || (earlier ? (earlier.dropLast ?? true) : training.dropLast);
  const parts = batchSizes(samples, batchSize, dropLast).map((size): TrainingPart => {
    const statistics = once(() => statisticsStep(typed, size));
    return { batchSize: size, compiled: trainingStep(typed, size), statistics };
  });
  const { compiled } = at(parts, 0);
  const after = afterStep(typed);
  const heldOut = batchSizes(validationSamples(datasets), batchSize, areSequential(datasets));
  const evaluations = heldOut.map((size): Evaluation => {
    return { batchSize: size, compiled: evaluationStep(typed, size) };
  });
  const scalars = stepScalars(compiled, seed, runtime.device);
  const batches = trainingBatches(datasets, { batchSize, seed, dropLast, scalars: scalars.feeds });
  const stepsPerEpoch = batches.steps;
  const epochs = options.epochs ?? training.epochs ?? earlier?.epochs ?? defaultEpochs(stepsPerEpoch);
  const steps = options.steps ?? epochs * stepsPerEpoch;
  // `options.steps` ends a run early or late without affecting the schedule.
  const learningRate = new LearningRate(training, stepsPerEpoch, epochs);
  const withScalars = (batch: Batch, step: number): Batch => {
    scalars.set(step + 1, learningRate.at(step + 1), step % stepsPerEpoch > 0);
    return batch;
  };
  const memoryWarnings = checkMemory({
    typed,
    programs: [
      ...parts.map(({ compiled: { program } }) => program),
      ...evaluations.map(({ compiled: { program } }) => program),
      ...after.map(({ program }) => program),
      ...(options.probeEvery > 0 ? parts.map(({ statistics }) => statistics()) : []),
    ],
    device: runtime.device,
    batchSize,
    data: datasets.reduce((sum, { dataset }) => sum + dataset.bytes, 0),
  });
  const session = runtime.open();
  return {
    options,
    typed,
    warnings: [
      ...warnings,
      ...batchWarnings(typed, samples),
      ...watchWarnings(typed, validationSamples(datasets)),
      ...memoryWarnings,
    ],
    runtime,
    session,
    compiled,
    after,
    saved: { state: stateOf([compiled.program, ...after.map(({ program }) => program)]) },
    datasets,
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
    watched: watchedFigure(typed) ?? unknownFigure(typed),
    batch: (step) => {
      const batch = batches.read(step, steps);
      return batch instanceof Promise
        ? batch.then((read) => withScalars(read, step))
        : withScalars(batch, step);
    },
    sampleAt: (...row) => batches.sampleAt(...row),
  };
}

/** The scalars fed to every step, updated in place; float64 for the reference runtime. */
function stepScalars(
  { scalars }: TrainingStep,
  seed: number,
  device: DeviceInfo,
): { readonly feeds: HostArrays; readonly set: (step: number, rate: number, carries: boolean) => void } {
  const Floats = floatArrayOf(device);
  const carry = new Floats(1);
  const steps = new Int32Array(1);
  const floats = scalars.map((scalar) => ({ ...scalar, array: new Floats(1) }));
  return {
    feeds: {
      ...Object.fromEntries(floats.map(({ feed, array }) => [feed, array])),
      step: steps,
      seed: Int32Array.of(seed),
      carry,
    },
    set: (step, rate, carries) => {
      steps[0] = step;
      carry[0] = carries ? 1 : 0;
      for (const { array, at: scalarAt } of floats) array[0] = scalarAt(step, rate);
    },
  };
}

/** `trainable` has reported it, so that no plan is made. */
function unknownFigure({ graph }: TypedGraph): never {
  throw new Error(`there is no figure ${String(graph.training.watch)}`);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The state of all Programs, each slot once. */
function stateOf(programs: readonly Program[]): StateSlot[] {
  const slots = new Map<string, StateSlot>();
  for (const { state } of programs)
    for (const slot of state) if (!slots.has(slot.name)) slots.set(slot.name, slot);
  return [...slots.values()];
}

/** Initialises every state tensor: newly drawn weights, the same as their averages, and the optimizer's initial state. */
export async function startFresh(plan: TrainingPlan): Promise<Cursor> {
  const { typed, seed, runtime, session, compiled, saved } = plan;
  const weights = weightsByName(typed);
  const averaged = new Map<string, string>([...averagesOf(typed)].map(([weight, slot]) => [slot, weight]));
  await writeState(session, saved.state, floatArrayOf(runtime.device), ({ name }, values) => {
    const weight = weights.get(averaged.get(name) ?? name);
    if (weight) drawWeight(values, weight, seed);
    else values.fill(compiled.initialState.get(name) ?? 0);
  });
  return { step: 0, sums: {}, count: 0, seconds: 0 };
}
