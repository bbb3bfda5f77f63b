import { purposes, randomSequence } from "../data/random";
import type { SafeTensor } from "../interop/safetensors";
import { at } from "../tensor/tensor";
import { notCausal, promptTooShort } from "./errors";
import { sample, type SamplingOptions } from "./sample";
import type { ReadOptions, SequenceModel } from "./SequenceModel";
import { expectSequencePorts, type SequencePorts } from "./sequencePorts";

export interface GenerationOptions extends SamplingOptions {
  /** Classes of the input; at least one. */
  readonly prompt: readonly number[];
  /** How many to generate. */
  readonly length: number;
  readonly seed: number;
  /** What else the model needs, by path: the source of an encoder and decoder. */
  readonly given?: ReadonlyMap<string, SafeTensor>;
}

/**
 * Continues a sequence of class indices, and gives the classes of the output that follow: reads the scores at its last
 * position, draws the next index, appends it and goes on. Without a carried state, the model sees the last indices that its window has room for; the positions behind them
 * are filled with index 0, which must not change the scores before them (`not-causal`). A model that carries its state
 * has read everything before, window by window, as in training.
 */
export async function* generate(model: SequenceModel, options: GenerationOptions): AsyncGenerator<number> {
  const ports = expectSequencePorts(model);
  const read = readerOf(model, ports, options);
  const scoresOf = model.carries ? carriedScores(ports, read) : windowScores(ports, read);
  const random = randomSequence(options.seed, purposes.sampling);
  const sequence = [...options.prompt];
  // What begins a sequence must stay in sight.
  const most = ports.start === undefined ? Infinity : ports.window - sequence.length + 1;
  for (let count = 0; count < Math.min(options.length, most); count++) {
    const next = sample(await scoresOf(sequence), options, random);
    sequence.push(ports.fedBack(next));
    yield next;
  }
}

/** The logarithms of the classes' probabilities for what follows a sequence. */
type Scores = (sequence: readonly number[]) => Promise<SafeTensor["data"]>;

/** A window whose first positions are filled. */
interface Reading {
  readonly filled: readonly number[];
  /** What the other positions contain; 0 by default. */
  readonly filler?: number;
  readonly stream?: ReadOptions["stream"];
}

/** The scores at the last filled position. */
type Read = (reading: Reading) => Promise<SafeTensor["data"]>;

function windowScores(ports: SequencePorts, read: Read): Scores {
  const causal = once(expectCausal);
  return async (sequence) => {
    const filled = sequence.slice(-ports.window);
    await causal(ports, read, { filled });
    return read({ filled });
  };
}

/**
 * Scores by a model that carries its state. Whole windows are read once and leave their state; what follows them is read
 * from that state, without a trace, until it is more than a window.
 */
function carriedScores(ports: SequencePorts, read: Read): Scores {
  const { window } = ports;
  const causal = once(expectCausal);
  let done = 0;
  return async (sequence) => {
    for (; sequence.length - done > window; done += window) {
      const filled = sequence.slice(done, done + window);
      await read({ filled, stream: { continues: done > 0, advances: true } });
    }
    const rest = { filled: sequence.slice(done), stream: { continues: done > 0, advances: false } };
    await causal(ports, read, rest);
    return read(rest);
  };
}

function readerOf(
  model: SequenceModel,
  { input, output, window, classes }: SequencePorts,
  { seed, given = new Map<string, SafeTensor>() }: GenerationOptions,
): Read {
  return async ({ filled, filler = 0, stream }) => {
    const data = new Int32Array(window).fill(filler);
    data.set(filled);
    const inputs = new Map(given).set(input.path, { shape: [window], data });
    const predicted = await model.predict(inputs, { seed, ...(stream && { stream }) });
    const { read } = predicted.find((each) => each.output.path === output.path) ?? {};
    if (!read) throw new Error(`${output.path} has no classes`);
    const positions = at(read.shape, 1);
    if (positions === 1 && filled.length < window) throw promptTooShort(filled.length, window);
    const position = positions === 1 ? 0 : filled.length - 1;
    return read.data.slice(position * classes.output, (position + 1) * classes.output);
  };
}

/** How far probabilities may differ that should be equal: rounding on a device. */
const tolerance = 1e-3;

/** Throws an EngineError if what follows a position changes the scores there. */
async function expectCausal({ input, output, window, classes }: SequencePorts, read: Read, reading: Reading) {
  const filled = reading.filled.slice(0, window - 1);
  // A single score is for the whole window, and a window of one position has nothing behind it.
  if (filled.length === 0 || output.type.shape.length === 2) return;
  const some = await read({ ...reading, filled, filler: 0 });
  const others = await read({ ...reading, filled, filler: classes.input - 1 });
  if (some.some((value, i) => Math.abs(Math.exp(value) - Math.exp(others[i] ?? NaN)) > tolerance))
    throw notCausal(input.path);
}

/** The function, which does something only the first time. */
function once<A extends unknown[]>(act: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  let done: Promise<void> | undefined;
  return (...args) => (done ??= act(...args));
}
