import { initialWeights } from "../compiler/initialWeights";
import type { HostArray, HostArrays } from "../compiler/program";
import { trainingStep, type TrainingStep } from "../compiler/trainingStep";
import { loadDataset } from "../data/load";
import type { Problem } from "../graph/problem";
import { listed } from "../graph/listed";
import { trainable } from "../graph/trainable";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../ops/tensor";
import type { Runtime, Session } from "../runtime/runtime";
import type { TrainOptions } from "../server/protocol";
import { batchSizeFor, trainingFeeds, type NodeSamples, type TrainingFeeds } from "./batchFeeds";
import { checkMemory } from "./checkMemory";
import type { Cursor } from "./checkpoint";
import { datasetNodes } from "./datasetNodes";
import { modelHasProblems } from "./errors";
import { LearningRate } from "./LearningRate";
import { openModel } from "./openModel";

/** What a run does, fixed from the start. */
export interface TrainingPlan {
  readonly options: TrainOptions;
  readonly typed: TypedGraph;
  readonly warnings: readonly Problem[];
  readonly runtime: Runtime;
  readonly session: Session;
  readonly compiled: TrainingStep;
  readonly nodes: readonly NodeSamples[];
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seed: number;
  readonly learningRate: LearningRate;
  /** The arrays that every step is fed with; `fill` writes the batch and scalars of a step (from 0) into them. */
  readonly feeds: HostArrays;
  readonly fill: (step: number) => void;
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

/** Loads the data and compiles the step of a graph without problems; opens a session on the device. */
export async function makePlan(
  { typed, warnings }: CheckedModel,
  runtime: Runtime,
  options: TrainOptions,
): Promise<TrainingPlan> {
  const { training } = typed.graph;
  const seed = options.seed ?? training.seed;
  const nodes = await loadSamples(typed, options);
  const batchSize = batchSizeFor(nodes, training.batchSize);
  const compiled = trainingStep(typed, batchSize);
  checkMemory(compiled.program, runtime.device);
  const batches = trainingFeeds(nodes, batchSize, seed);
  const { stepsPerEpoch } = batches;
  const epochs = options.epochs ?? training.epochs;
  const steps = options.steps ?? epochs * stepsPerEpoch;
  // `options.steps` ends a run early or late and leaves the schedule as it is.
  const learningRate = new LearningRate(training, stepsPerEpoch, epochs);
  const float64 = runtime.device.kind === "reference";
  const { feeds, fill } = stepFeeds(batches, compiled, learningRate, seed, float64);
  const session = runtime.open();
  return {
    options,
    typed,
    warnings,
    runtime,
    session,
    compiled,
    nodes,
    batchSize,
    stepsPerEpoch,
    epochs,
    steps,
    seed,
    learningRate,
    feeds,
    fill,
  };
}

async function loadSamples(typed: TypedGraph, { file, workspace }: TrainOptions): Promise<NodeSamples[]> {
  return Promise.all(
    datasetNodes(typed).map(async ({ node, source, params, feeds }) => ({
      node,
      feeds,
      samples: await loadDataset(source, params, { file, workspace }),
    })),
  );
}

/** One array for each feed, written in place; the reference runtime gets its scalars in float64. */
function stepFeeds(
  batches: TrainingFeeds,
  { scalars }: TrainingStep,
  learningRate: LearningRate,
  seed: number,
  float64: boolean,
): { feeds: HostArrays; fill: (step: number) => void } {
  const step = new Int32Array(1);
  const numbers = scalars.map((scalar) => ({
    ...scalar,
    array: float64 ? new Float64Array(1) : new Float32Array(1),
  }));
  return {
    feeds: {
      ...batches.arrays,
      ...Object.fromEntries(numbers.map(({ feed, array }) => [feed, array])),
      step,
      seed: Int32Array.of(seed),
    },
    fill: (index) => {
      batches.fill(Math.floor(index / batches.stepsPerEpoch), index % batches.stepsPerEpoch);
      step[0] = index + 1;
      const rate = learningRate.at(index + 1);
      for (const { array, at } of numbers) array[0] = at(index + 1, rate);
    },
  };
}

/** Sets every state tensor to what training starts from: fresh weights, and an optimizer that has seen nothing. */
export async function startFresh({ typed, seed, session, compiled }: TrainingPlan): Promise<Cursor> {
  const weights = initialWeights(typed, seed);
  const state = compiled.program.state.map(({ name, value }): [string, HostArray] => [
    name,
    weights[name] ?? new Float64Array(sizeOf(value.type.shape)).fill(compiled.start.get(name) ?? 0),
  ]);
  await session.write(Object.fromEntries(state));
  return { step: 0, sums: {}, count: 0, seconds: 0 };
}
