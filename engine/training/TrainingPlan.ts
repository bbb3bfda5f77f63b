import { afterStep, type AfterStep } from "../compiler/afterStep";
import { averagesOf } from "../compiler/averages";
import { drawWeight } from "../compiler/initialWeights";
import { evaluationStep, type EvaluationStep } from "../compiler/evaluationStep";
import type { Program, StateSlot } from "../compiler/program";
import type { HostArrays } from "../tensor/hostArrays";
import type { TrainingStep } from "../compiler/trainingStep";
import { weightsByName } from "../compiler/weights";
import { areFull, trainingBatches, trainingSamples, validationSamples } from "../data/batches";
import type { Batch, BatchSource } from "../data/batch";
import { batchSizes, stepsFor } from "../data/BatchOrder";
import type { DataFacts } from "../data/catalog/facts";
import type { LoadedDataset } from "../data/dataset";
import type { Objective } from "../graph/graph";
import { uncoveredProblem } from "../graph/objectiveProblems";
import { objectivesOf, uncoveredEpoch } from "../graph/objectives";
import type { Problem } from "../graph/problem";
import { listed } from "../graph/listed";
import { trainable } from "../graph/trainable";
import type { TypedGraph } from "../graph/typedGraph";
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
import { epochsFor } from "./epochsFor";
import { LearningRate, type Timing } from "./LearningRate";
import { loadDatasets } from "./loadDatasets";
import { openModel } from "./openModel";
import type { RunRecord } from "../runFolder/runRecord";
import { experienceOf, playedIn } from "./play/experienceOf";
import type { Experience } from "./play/Experience";
import { storageOf, type Storage } from "./storage";
import { Timetable } from "./Timetable";
import { statisticsParts, trainingParts, type TrainingPart } from "./trainingParts";
import { writeState } from "./writeState";

export type { TrainingPart } from "./trainingParts";

/** An objective of a run. */
export interface PlannedObjective {
  readonly objective: Objective;
  /** Its update after a full batch. */
  readonly compiled: TrainingStep;
  /** How many batches it takes in a step. */
  readonly runs: number;
  readonly learningRate: LearningRate;
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
  /** In the order in which a step runs them. */
  readonly objectives: readonly PlannedObjective[];
  /** Which of them run when, and on which batches. */
  readonly timetable: Timetable;
  /** What moves weights after training steps. */
  readonly after: readonly AfterStep[];
  /** The state that checkpoints contain of the device: weights, their averages, and optimizer state. */
  readonly saved: Pick<Program, "state">;
  /** All that checkpoints contain. */
  readonly storage: Storage;
  /** What the network does in its environment, if it plays in one. */
  readonly experience: Experience | undefined;
  readonly datasets: readonly LoadedDataset[];
  readonly batchSize: number;
  readonly dropLast: boolean;
  /** The Programs of training steps. */
  readonly parts: readonly TrainingPart[];
  /** For full batches of the validation set, and for the remainder, if any. */
  readonly evaluations: readonly Evaluation[];
  /** The average over an epoch. */
  readonly samplesPerStep: number;
  /** In the first epoch. */
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seed: number;
  /** What decides which epoch is the best. */
  readonly watched: WatchedFigure;
  /**
   * The batch of a run (by default the first) of a step (from 0), with its scalars, valid until the next call. A promise
   * only if samples are not in memory; the next batch is then read ahead. Rejects with a DataError if samples cannot be
   * read.
   */
  readonly batch: (step: number, run?: number) => Batch | Promise<Batch>;
  /** The index of the sample of a node's Dataset in a row of the batch of a run of a step. */
  readonly sampleAt: (node: string, step: number, row: number, run?: number) => number | undefined;
}

/** A document that can be trained, and the warnings about it. */
export interface CheckedModel {
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
  readonly warnings: readonly Problem[];
}

/** Parses and checks a document. Throws an EngineError with its problems if it cannot be trained. */
export async function checkedModel({ text, file, workspace }: TrainOptions): Promise<CheckedModel> {
  const { typed, facts, problems } = await openModel(text, { file, workspace });
  const all = listed([...problems, ...(typed ? trainable(typed) : [])]);
  if (!typed || all.some(({ severity }) => severity === "error")) throw modelHasProblems(all);
  return { typed, facts, warnings: all };
}

/**
 * Loads the data, compiles the steps of a graph without problems, and opens a session on the device. `begin` is called
 * before compiling.
 */
export async function makePlan(
  { typed, warnings }: Pick<CheckedModel, "typed" | "warnings">,
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
  const dropLast = areFull(datasets) || (earlier ? (earlier.dropLast ?? true) : training.dropLast);
  const sizes = batchSizes(samples, batchSize, dropLast);
  const objectives = objectivesOf(training);
  const perEpoch = playedIn(datasets)?.play.settings.stepsPerEpoch ?? stepsFor(samples, batchSize, dropLast);
  const timetable = new Timetable(objectives, training.accumulate, perEpoch);
  const { stepsPerEpoch } = timetable.stageOf(0);
  const epochs = options.epochs ?? training.epochs ?? earlier?.epochs ?? epochsFor(training, stepsPerEpoch);
  const uncovered = uncoveredEpoch(objectives, epochs);
  if (uncovered !== undefined) throw modelHasProblems([uncoveredProblem(typed, uncovered)]);
  const parts = trainingParts(typed, sizes, timetable);
  const planned = objectives.map((objective, index): PlannedObjective => ({
    objective,
    compiled: firstOf(parts, index).compiled,
    runs: objective.steps * training.accumulate,
    learningRate: new LearningRate(objective, timingOf(timetable, objective, index, epochs)),
  }));
  const after = afterStep(typed);
  const heldOut = batchSizes(validationSamples(datasets), batchSize, areFull(datasets));
  const evaluations = heldOut.map((size): Evaluation => {
    return { batchSize: size, compiled: evaluationStep(typed, size) };
  });
  const scalars = stepScalars(planned, seed, runtime.device);
  const experience = experienceOf(typed, datasets, {
    batchSize,
    seed,
    scalars: scalars.feeds,
    device: runtime.device,
  });
  const batches: BatchSource =
    experience ?? trainingBatches(datasets, { batchSize, seed, dropLast, scalars: scalars.feeds });
  // `options.steps` ends a run early or late without affecting the schedule.
  const steps = options.steps ?? timetable.stepsIn(epochs);
  const end = timetable.batchOf(steps - 1, timetable.stageOf(steps - 1).runs.length - 1) + 1;
  const withScalars = (batch: Batch, step: number, index: number, number: number): Batch => {
    const run = timetable.stageOf(step).runs[index];
    const rate = run && planned[run.objective]?.learningRate.at(step + 1);
    if (!run || rate === undefined) throw new Error(`step ${step} has no run ${index}`);
    const carries = !run.first || !timetable.beginsEpoch(step);
    scalars.set(run.objective, number + 1, timetable.updateOf(step, run), rate, carries);
    return batch;
  };
  const memoryWarnings = checkMemory({
    typed,
    programs: [
      ...parts.map(({ compiled: { program } }) => program),
      ...evaluations.map(({ compiled: { program } }) => program),
      ...after.map(({ program }) => program),
      ...(experience?.programs ?? []),
      ...(options.probeEvery > 0 ? statisticsParts(parts).map(({ statistics }) => statistics()) : []),
    ],
    device: runtime.device,
    batchSize,
    data: datasets.reduce((sum, { dataset }) => sum + dataset.bytes, 0),
  });
  const session = runtime.open();
  const saved = { state: savedState(parts, after) };
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
    objectives: planned,
    timetable,
    saved,
    storage: storageOf(session, saved, experience),
    experience,
    after,
    datasets,
    batchSize,
    dropLast,
    parts,
    evaluations,
    samplesPerStep:
      ((dropLast ? perEpoch * batchSize : samples) / perEpoch) * timetable.stageOf(0).runs.length,
    stepsPerEpoch,
    epochs,
    steps,
    seed,
    watched: watchedFigure(typed) ?? unknownFigure(typed),
    batch: (step, run = 0) => {
      const number = timetable.batchOf(step, run);
      const batch = batches.read(number, end, step);
      return batch instanceof Promise
        ? batch.then((read) => withScalars(read, step, run, number))
        : withScalars(batch, step, run, number);
    },
    sampleAt: (node, step, row, run = 0) => batches.sampleAt(node, timetable.batchOf(step, run), row),
  };
}

/** The window of an objective, or the whole run. */
export function timingOf(
  timetable: Timetable,
  { epochs: window }: Objective,
  index: number,
  epochs: number,
): Timing {
  const before = (window?.[0] ?? 1) - 1;
  const last = window?.[1] ?? epochs;
  const start = timetable.startOf(index);
  return {
    start,
    steps: timetable.stepsIn(last) - start,
    epochs: last - before,
    epochsBefore: (step) => timetable.epochsBefore(step) - before,
  };
}

function firstOf(parts: readonly TrainingPart[], objective: number): TrainingPart {
  const found = parts.find((part) => part.objective === objective);
  if (!found) throw new Error(`objective ${objective} was not compiled`);
  return found;
}

/** The state of all Programs, each slot once, without the gradients being added up, which are 0 between steps. */
function savedState(parts: readonly TrainingPart[], after: readonly AfterStep[]): StateSlot[] {
  const accumulators = new Set(parts.flatMap(({ compiled }) => [...compiled.accumulators]));
  const slots = new Map<string, StateSlot>();
  for (const { state } of [
    ...parts.map(({ compiled }) => compiled.program),
    ...after.map(({ program }) => program),
  ])
    for (const slot of state)
      if (!slots.has(slot.name) && !accumulators.has(slot.name)) slots.set(slot.name, slot);
  return [...slots.values()];
}

/** The scalars fed to every run, updated in place; float64 for the reference runtime. */
export function stepScalars(
  objectives: readonly PlannedObjective[],
  seed: number,
  device: DeviceInfo,
): {
  readonly feeds: HostArrays;
  /** @param run The number of the run, from 1, of which random numbers depend. @param update The optimizer's count. */
  readonly set: (objective: number, run: number, update: number, rate: number, carries: boolean) => void;
} {
  const Floats = floatArrayOf(device);
  const runs = new Int32Array(1);
  const carry = new Floats(1);
  const names = new Set(objectives.flatMap(({ compiled }) => compiled.scalars.map(({ feed }) => feed)));
  const arrays = new Map([...names].map((feed) => [feed, new Floats(1)]));
  const scalars = objectives.map(({ compiled }) =>
    compiled.scalars.map(({ feed, at: scalarAt }) => ({
      array: arrays.get(feed) ?? new Floats(1),
      scalarAt,
    })),
  );
  return {
    feeds: { ...Object.fromEntries(arrays), step: runs, seed: Int32Array.of(seed), carry },
    set: (objective, run, update, rate, carries) => {
      runs[0] = run;
      carry[0] = carries ? 1 : 0;
      for (const { array, scalarAt } of scalars[objective] ?? []) array[0] = scalarAt(update, rate);
    },
  };
}

/** `trainable` has reported it, so that no plan is made. */
function unknownFigure({ graph }: TypedGraph): never {
  throw new Error(`there is no figure ${String(graph.training.watch)}`);
}

/** Initialises every state tensor: newly drawn weights, the same as their averages, and the optimizers' initial state. */
export async function startFresh(plan: TrainingPlan): Promise<Cursor> {
  const { typed, seed, runtime, storage, parts } = plan;
  const weights = weightsByName(typed);
  const averaged = new Map<string, string>([...averagesOf(typed)].map(([weight, slot]) => [slot, weight]));
  const initial = new Map(parts.flatMap(({ compiled }) => [...compiled.initialState]));
  await writeState(storage, storage.state, floatArrayOf(runtime.device), ({ name }, values) => {
    const weight = weights.get(averaged.get(name) ?? name);
    if (weight) drawWeight(values, weight, seed);
    else values.fill(initial.get(name) ?? 0);
  });
  return { step: 0, sums: {}, count: 0, seconds: 0 };
}
