import { defaultOutputs } from "../compiler/defaultOutputs";
import { predictionStep, type NodePort } from "../compiler/predictionStep";
import type { Program } from "../compiler/program";
import type { ReadOptions, SequenceModel } from "../generation/SequenceModel";
import { neededPart } from "../graph/neededPart";
import type { TypedGraph } from "../graph/typedGraph";
import type { SafeTensor } from "../interop/safetensors";
import type { DeviceChoice, DeviceInfo } from "../run/device";
import type { CheckpointName } from "../runFolder/runPaths";
import { availableMemory } from "../runtime/availableMemory";
import { createRuntime } from "../runtime/createRuntime";
import { floatArrayOf, type Executable, type Runtime, type Session } from "../runtime/runtime";
import { hasBatch } from "../tensor/graphType";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import { isCarriedPath, pathOf } from "../tensor/path";
import { sameShape, sizeOf } from "../tensor/tensor";
import { checkMemory } from "../training/checkMemory";
import type { Tensors } from "../training/gradientPass";
import { readTensors, withCopies } from "../training/startingWeights";
import { writeState } from "../training/writeState";
import { checkInputs } from "./checkInputs";
import {
  givenAndWanted,
  inputNotNeeded,
  nothingToPredict,
  outputNotANumber,
  tooManySamples,
  weightsDoNotFit,
} from "./errors";
import { findInput } from "./findInput";
import { findPort } from "./findPort";
import { describeInput, describeOutput, type PredictionInput, type PredictionOutput } from "./ports";
import { trainedModel } from "./trainedModel";

export interface PredictorOptions {
  /** The document. */
  readonly text: string;
  /** Absolute path of the document, and of the workspace, which data files must not leave. */
  readonly file: string;
  readonly workspace: string;
  /** Absolute path of a run folder or a tensor file. */
  readonly weights: string;
  /** Of a run folder: by default the best checkpoint, otherwise the last. */
  readonly checkpoint?: CheckpointName;
  readonly device: DeviceChoice;
  /** What is wanted, by name (see `findPort`); by default what the losses compare with their targets. */
  readonly outputs?: readonly string[];
  /** Outputs of nodes that are given instead of computed, such as a code for the decoder; data may be listed too. */
  readonly given?: readonly string[];
}

/** What is predicted for one output. */
export interface Predicted extends SafeTensor {
  readonly output: PredictionOutput;
  /**
   * For an output that reads classes: the logarithms of their probabilities, [samples, positions, classes]; for answers
   * of yes or no: the probabilities of yes, in the output's shape.
   */
  readonly read?: SafeTensor;
}

export interface PredictOptions extends ReadOptions {
  /** How many samples, if no input says it; 1 by default. */
  readonly count?: number;
}

/** Samples in one run of a Program. */
const mostAtOnce = 64;
/** Programs that stay loaded, for different numbers of samples. */
const mostLoaded = 4;

interface Loaded {
  readonly program: Program;
  readonly executable: Executable;
}

/**
 * A trained model in use: computes outputs of given inputs, in evaluation mode, as often as wanted. The weights are read
 * once; Programs are compiled for each number of samples, up to 64 at once.
 */
export class Predictor implements SequenceModel {
  private readonly loaded = new Map<string, Loaded>();
  private receive: (outputs: HostArrays) => void = () => undefined;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly typed: TypedGraph,
    private readonly part: TypedGraph,
    private readonly wanted: readonly NodePort[],
    private readonly cut: ReadonlySet<string>,
    /** What must be given. */
    readonly inputs: readonly PredictionInput[],
    readonly outputs: readonly PredictionOutput[],
    /** Whether the model carries its state from batch to batch. */
    readonly carries: boolean,
    /** Whether it draws random numbers, so that another seed gives another prediction. */
    readonly isRandom: boolean,
    private readonly runtime: Runtime,
    private readonly session: Session,
  ) {}

  /** Opens a model with its weights on a device. Throws an EngineError if they do not belong together. */
  static async open(options: PredictorOptions): Promise<Predictor> {
    const model = await trainedModel(options.text, options, options.weights);
    const { typed } = model;
    const wanted = options.outputs?.map((name) => findPort(typed, name)) ?? defaultOutputs(typed);
    if (wanted.length === 0) throw nothingToPredict();
    const given = (options.given ?? []).map((name) => findInput(typed, name));
    const cut = new Set(given.flatMap(({ node }) => (typed.nodes.get(node)?.layer.lower ? [node] : [])));
    const both = wanted.find(({ node }) => cut.has(node) || typed.nodes.get(node)?.layer.lower === undefined);
    if (both) throw givenAndWanted(pathOf(both.node, both.port));
    const part = neededPart(
      typed,
      wanted.map(({ node }) => node),
      cut,
    );
    const program = predictionStep(typed, { batchSize: 1, outputs: wanted, given: cut, carries: true });
    const inputs = program.feeds.flatMap(({ port }) =>
      port?.kind === "data" ? [describeInput(model, port)] : [],
    );
    const outputs = wanted.map((output) => describeOutput(model, output));
    const carries = program.state.some(({ name }) => isCarriedPath(name));
    const isRandom = program.feeds.some(({ name }) => name === "seed");
    const weights = await readWeights(typed, program, options);
    const runtime = await createRuntime(options.device);
    try {
      const session = runtime.open();
      const predictor = new Predictor(
        typed,
        part,
        wanted,
        cut,
        inputs,
        outputs,
        carries,
        isRandom,
        runtime,
        session,
      );
      const { program: stateless } = await predictor.load(1, undefined);
      await writeState(session, stateless.state, floatArrayOf(runtime.device), ({ name }, values) => {
        values.set(weights.get(name)?.data ?? []);
      });
      return predictor;
    } catch (error) {
      await runtime.dispose();
      throw error;
    }
  }

  get device(): DeviceInfo {
    return this.runtime.device;
  }

  /**
   * The input that a name stands for: `image` for `digits.image`. Throws an EngineError if there is none, or if it is not
   * needed.
   */
  inputCalled(name: string): PredictionInput {
    const { node, port } = findInput(this.typed, name);
    const found = this.inputs.find((input) => input.node === node && input.port === port);
    if (found) return found;
    throw inputNotNeeded(
      name,
      this.inputs.map(({ path }) => path),
    );
  }

  /**
   * Predicts for all given samples: each input by its path, with one sample or several along a first axis. Throws an
   * EngineError that says which input is wrong.
   */
  predict(
    given: ReadonlyMap<string, SafeTensor>,
    options: PredictOptions = {},
  ): Promise<readonly Predicted[]> {
    const turn = this.turn.then(() => this.predictNow(given, options));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  async dispose(): Promise<void> {
    await this.turn;
    for (const { executable } of this.loaded.values()) executable.dispose();
    this.session.dispose();
    await this.runtime.dispose();
  }

  private async predictNow(
    given: ReadonlyMap<string, SafeTensor>,
    { seed = 0, count: asked = 1, stream }: PredictOptions,
  ): Promise<readonly Predicted[]> {
    const { arrays, count = asked } = checkInputs(this.part, this.inputs, given);
    const size = Math.min(count, mostAtOnce);
    const { program, executable } = await this.load(size, stream);
    const results = resultsFor(program, this.outputs, count, floatArrayOf(this.device));
    for (let start = 0, run = 1; start < count; start += size, run++) {
      const feeds = feedsOf(program, arrays, {
        start,
        size,
        count,
        seed,
        run,
        carry: stream?.continues ? 1 : 0,
      });
      this.receive = (outputs) => {
        for (const { name, isBatch, data } of results) {
          const values = outputs[name] ?? new Float32Array(0);
          const each = isBatch ? values.length / size : values.length;
          const first = isBatch ? start * each : 0;
          data.set(values.subarray(0, Math.min(values.length, data.length - first)), first);
        }
      };
      await executable.run(feeds, run);
      await executable.drain();
    }
    return this.outputs.map((output): Predicted => {
      const tensorOf = (kinds: readonly string[]) =>
        results.find(
          ({ tag }) =>
            tag &&
            kinds.includes(tag.kind) &&
            "port" in tag &&
            tag.node === output.node &&
            tag.port === output.port,
        );
      const { shape = [], data = new Float32Array(0) } = tensorOf(["prediction"]) ?? {};
      const wrong = data.findIndex(Number.isNaN);
      if (wrong >= 0) throw outputNotANumber(output.path, Math.floor((wrong * count) / data.length));
      const read = tensorOf(["logProbabilities", "probability"]);
      return { output, shape, data, ...(read && { read: { shape: read.shape, data: read.data } }) };
    });
  }

  /** The Program for a number of samples; those used least recently are given up. */
  private async load(batchSize: number, stream: PredictOptions["stream"]): Promise<Loaded> {
    const kind = stream ? (stream.advances ? "advance" : "read") : "alone";
    const key = `${String(batchSize)} ${kind}`;
    const before = this.loaded.get(key);
    this.loaded.delete(key);
    const loaded = before ?? (await this.compile(batchSize, kind));
    this.loaded.set(key, loaded);
    for (const [old, { executable }] of this.loaded) {
      if (this.loaded.size <= mostLoaded) break;
      executable.dispose();
      this.loaded.delete(old);
    }
    return loaded;
  }

  private async compile(batchSize: number, kind: "alone" | "read" | "advance"): Promise<Loaded> {
    const { typed, device, wanted, cut } = this;
    const step = predictionStep(typed, { batchSize, outputs: wanted, given: cut, carries: kind !== "alone" });
    const program = kind === "read" ? withoutUpdates(step) : step;
    const programs = [...[...this.loaded.values()].map((each) => each.program), program];
    checkMemory({ typed, programs, device, batchSize });
    const executable = await this.session.load(program, (_, outputs) => {
      this.receive(outputs);
    });
    return { program, executable };
  }
}

/** The same Program, which leaves its state as it is. */
function withoutUpdates(program: Program): Program {
  return { ...program, state: program.state.map(({ name, value }) => ({ name, value })) };
}

interface Result {
  readonly name: string;
  readonly tag: Program["outputs"][number]["tag"];
  readonly isBatch: boolean;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** Arrays for the outputs of all samples. */
function resultsFor(
  { outputs }: Program,
  described: readonly PredictionOutput[],
  count: number,
  Floats: new (size: number) => Float32Array | Float64Array,
): Result[] {
  const shaped = outputs.map(({ name, tag, value: { type } }) => {
    const isBatch = !described.some(({ path, type }) => path === name && !hasBatch(type));
    return {
      name,
      tag,
      isBatch,
      dtype: type.dtype,
      shape: isBatch ? [count, ...type.shape.slice(1)] : type.shape,
    };
  });
  const bytes = shaped.reduce((sum, { shape }) => sum + 8 * sizeOf(shape), 0);
  const available = availableMemory();
  if (bytes > available) throw tooManySamples(count, Math.floor((count * available) / bytes));
  return shaped.map(({ dtype, shape, ...rest }) => ({
    ...rest,
    shape,
    data: dtype === "int32" ? new Int32Array(sizeOf(shape)) : new Floats(sizeOf(shape)),
  }));
}

/** What one run of a Program is fed. Rows after the last sample are zeros. */
function feedsOf(
  { feeds }: Program,
  arrays: ReadonlyMap<string, HostArray>,
  given: {
    readonly start: number;
    readonly size: number;
    readonly count: number;
    readonly seed: number;
    readonly run: number;
    readonly carry: number;
  },
): HostArrays {
  const { start, size, count, seed, run, carry } = given;
  const scalars: HostArrays = {
    seed: Int32Array.of(seed),
    step: Int32Array.of(run),
    carry: Float32Array.of(carry),
  };
  return Object.fromEntries(
    feeds.map(({ name, value: { type } }) => {
      const all = arrays.get(name) ?? scalars[name] ?? new Float32Array(0);
      const length = sizeOf(type.shape);
      if (!arrays.has(name) || all.length === length) return [name, all];
      const each = length / size;
      const part = all.subarray(start * each, Math.min(start + size, count) * each);
      if (part.length === length) return [name, part];
      const padded = type.dtype === "int32" ? new Int32Array(length) : new Float32Array(length);
      padded.set(part);
      return [name, padded];
    }),
  );
}

/** The weights that a Program reads. Throws an EngineError that lists those that a file lacks or has in other shapes. */
async function readWeights(
  typed: TypedGraph,
  { state }: Program,
  { weights, checkpoint }: PredictorOptions,
): Promise<Tensors> {
  const slots = state.filter(({ name }) => !isCarriedPath(name));
  const { tensors: read, file } = await readTensors(weights, checkpoint);
  const tensors = withCopies(typed, read);
  const missing = slots.filter(({ name }) => !tensors.has(name)).map(({ name }) => name);
  const others = slots.flatMap(({ name, value }) => {
    const given = tensors.get(name)?.shape;
    const wanted = value.type.shape;
    return given && !sameShape(given, wanted) ? [{ name, given, wanted }] : [];
  });
  if (missing.length > 0 || others.length > 0) throw weightsDoNotFit(file, missing, others);
  return tensors;
}
