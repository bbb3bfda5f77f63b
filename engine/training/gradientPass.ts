import { t } from "@vscode/l10n";
import { gradientStep } from "../compiler/gradientStep";
import { fedPorts } from "../compiler/fedPorts";
import { drawWeight, initialWeights } from "../compiler/initialWeights";
import type { Program } from "../compiler/program";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import { weightsByName, weightsOf } from "../compiler/weights";
import type { DataPlace } from "../data/dataPath";
import { sampleSize, withBatch } from "../tensor/graphType";
import type { Objective } from "../graph/graph";
import { objectiveGraph } from "../graph/objectives";
import type { TypedGraph } from "../graph/typedGraph";
import type { SafeTensor } from "../interop/safetensors";
import { pathOf } from "../tensor/path";
import { sameShape } from "../tensor/tensor";
import { floatArrayOf, type Runtime, type Session } from "../runtime/runtime";
import type { DeviceInfo } from "../run/device";
import { trainingBatches, trainingSamples } from "../data/batches";
import { batchSizeFor } from "./batchSizeFor";
import type { EngineError } from "../run/EngineError";
import { checkMemory, checkWeights } from "./checkMemory";
import { tensorDoesNotFit, tensorMissing } from "./errors";
import { playAtRandom } from "./play/playAtRandom";
import { playedIn } from "./play/experienceOf";
import { findOutOfDomain, type OutOfDomain } from "./findOutOfDomain";
import { loadDatasets } from "./loadDatasets";
import { valueOutOfRange } from "./valueOutOfRange";
import { writeState } from "./writeState";

export type Tensors = ReadonlyMap<string, SafeTensor>;

export interface GradientPassOptions {
  readonly place: DataPlace;
  readonly seed: number;
  /** Training mode (dropout drops) or evaluation mode. */
  readonly training: boolean;
  /** By `node.weight`; missing ones are drawn from the seed. */
  readonly weights: Tensors | undefined;
  /** By port (`image`) or `node.port`; without it, the first training batch of the model's data. */
  readonly batch: Tensors | undefined;
  /** Undefined for the sum of all losses. */
  readonly objective?: Objective | undefined;
  /** Called if values are outside the domain of a loss or embedding; the result is returned but may be meaningless. */
  readonly warn: (outOfDomain: EngineError) => void;
}

/** The initial weights of a model, by `node.weight`. Throws an EngineError if they do not fit into memory. */
export function initialTensors(typed: TypedGraph, seed: number): Map<string, SafeTensor> {
  checkWeights(typed);
  const values = initialWeights(typed, seed, Float32Array);
  return new Map(
    weightsOf(typed).map(({ name, shape }) => [name, { shape, data: values[name] ?? new Float32Array(0) }]),
  );
}

/**
 * Runs one forward and backward pass; returns `loss`, `value/…`, `grad/…` and `state/…` as named by `gradientStep`.
 * Throws an EngineError if a tensor is missing or has another shape.
 */
export async function gradientPass(
  typed: TypedGraph,
  runtime: Runtime,
  options: GradientPassOptions,
): Promise<Map<string, SafeTensor>> {
  const { objective } = options;
  const part = objective ? objectiveGraph(typed, objective) : typed;
  const given = options.batch ? readBatch(part, options.batch) : await firstBatch(typed, options);
  const program = gradientStep(typed, { batchSize: given.batchSize, training: options.training }, objective);
  checkGiven(program, options.weights);
  const { batchSize } = given;
  checkMemory({ typed, programs: [program], device: runtime.device, batchSize });
  const session = runtime.open();
  const results = new Map<string, SafeTensor>();
  const shapes = new Map(program.outputs.map(({ name, value }) => [name, value.type.shape]));
  const executable = await session.load(program, (_, outputs) => {
    for (const [name, data] of Object.entries(outputs))
      results.set(name, { shape: shapes.get(name) ?? [], data: data.slice() });
  });
  await writeWeights(session, typed, program, runtime.device, options);
  const feeds = feedsOf(program, given.arrays, options.seed);
  const { training, warn } = options;
  const arrays = { ...given.arrays, seed: Int32Array.of(options.seed), step: Int32Array.of(1) };
  const outOfDomain = await findOutOfDomain(
    { typed: part, session },
    { batchSize, training, steps: [1], feedsOf: () => arrays, foreign: options.batch !== undefined },
  );
  if (outOfDomain) warn(valueOutOfRange("batch", outOfDomain, rowOf(outOfDomain)));
  await executable.run(feeds, 1);
  await executable.drain();
  executable.dispose();
  return results;
}

function rowOf({ row }: OutOfDomain): string {
  return row === undefined ? "" : t("The first is in row {0} of the batch.", row + 1);
}

interface Batch {
  readonly batchSize: number;
  readonly arrays: HostArrays;
}

/** Throws an EngineError for a given tensor of another shape, before anything is written. */
function checkGiven({ state }: Program, weights: Tensors | undefined): void {
  for (const { name, value } of state) {
    const given = weights?.get(name);
    if (given && !sameShape(given.shape, value.type.shape))
      throw tensorDoesNotFit(name, given.shape, value.type.shape);
  }
}

async function writeWeights(
  session: Session,
  typed: TypedGraph,
  program: Program,
  device: DeviceInfo,
  { seed, weights }: GradientPassOptions,
): Promise<void> {
  const drawn = weightsByName(typed);
  await writeState(session, program.state, floatArrayOf(device), ({ name }, values) => {
    const weight = drawn.get(name);
    const given = weights?.get(name) ?? weights?.get(weight?.follows ?? "");
    if (given) values.set(given.data);
    else if (weight) drawWeight(values, weight, seed);
  });
}

function feedsOf(program: Program, arrays: HostArrays, seed: number): HostArrays {
  const all: HostArrays = { ...arrays, seed: Int32Array.of(seed), step: Int32Array.of(1) };
  return Object.fromEntries(
    program.feeds.map(({ name }) => {
      const array = all[name];
      if (!array) throw tensorMissing(name);
      return [name, array];
    }),
  );
}

/** Reads each fed port from the tensors of a batch; the first one determines the batch size. */
function readBatch(typed: TypedGraph, batch: Tensors): Batch {
  const arrays: Record<string, HostArray> = {};
  let batchSize = 0;
  for (const [node, ports] of fedPorts(typed)) {
    for (const port of ports) {
      const name = pathOf(node, port);
      const type = typed.nodes.get(node)?.outputs[port];
      const tensor = batch.get(name) ?? batch.get(port) ?? batch.get(node);
      if (!tensor || !type) throw tensorMissing(name);
      batchSize ||= tensor.data.length / sampleSize(type);
      if (!Number.isInteger(batchSize) || tensor.data.length !== batchSize * sampleSize(type)) {
        throw tensorDoesNotFit(name, tensor.shape, withBatch(type, Math.max(1, Math.floor(batchSize))).shape);
      }
      arrays[name] = type.dtype === "int32" ? Int32Array.from(tensor.data) : tensor.data;
    }
  }
  return { batchSize, arrays };
}

async function firstBatch(typed: TypedGraph, { place, seed }: GradientPassOptions): Promise<Batch> {
  const datasets = await loadDatasets(typed, place);
  const samples = trainingSamples(datasets);
  const batchSize = batchSizeFor(samples, typed.graph.training.batchSize);
  const played = playedIn(datasets);
  if (played) {
    const { node, feeds, dataset, play } = played;
    playAtRandom({ play, rows: batchSize, seed });
    // All that is there is one batch.
    datasets.splice(0, 1, {
      node,
      feeds,
      dataset: { ...dataset, train: dataset.train.subarray(0, batchSize) },
    });
  }
  const batch = await trainingBatches(datasets, { batchSize, seed, dropLast: true }).read(0);
  return { batchSize, arrays: batch.feeds };
}
