import { fillPhilox, uniformFrom } from "../ops/philox";
import { streamOf } from "../ops/streamOf";

export type FloatArray = Float32Array | Float64Array;

/**
 * Random numbers for one weight: Philox keyed by the seed and the weight's name. The same call gives the same numbers,
 * computed in float64 and rounded only when they are stored. Lanes are independent of each other.
 */
export interface Draws {
  /** Fills an array with `change` applied to uniform numbers in [0, 1) with 53 bits, and returns it. */
  readonly uniform: Fill;
  /** The same for standard normal numbers. Box and Muller (1958). */
  readonly normal: Fill;
}

type Fill = <A extends FloatArray>(values: A, change?: (value: number) => number, lane?: number) => A;

/** A weight's random numbers for a seed. Adding a layer does not change those of the others. */
export function drawsOf(seed: number, name: string): Draws {
  const stream = streamOf(name);
  const fill = (
    values: FloatArray,
    change: (value: number) => number,
    lane: number,
    prepare: (uniforms: Float64Array) => void,
  ) => {
    const blocks = Math.min(blocksAtOnce, Math.ceil(values.length / 2));
    const words = new Uint32Array(4 * blocks);
    const uniforms = new Float64Array(2 * blocks);
    for (let from = 0; from < values.length; from += uniforms.length) {
      fillPhilox(words, [from / 2, 0, lane, 1], [seed, stream]);
      for (let i = 0; i < uniforms.length; i++)
        uniforms[i] = uniform53(words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
      prepare(uniforms);
      const count = Math.min(uniforms.length, values.length - from);
      for (let i = 0; i < count; i++) values[from + i] = change(uniforms[i] ?? 0);
    }
  };
  return {
    uniform: (values, change = same, lane = 0) => {
      fill(values, change, lane, () => undefined);
      return values;
    },
    normal: (values, change = same, lane = 0) => {
      fill(values, change, lane, boxMuller);
      return values;
    },
  };
}

/** Few enough that their numbers fit in the processor's cache. */
const blocksAtOnce = 1024;

function same(value: number): number {
  return value;
}

/** A uniform number in [0, 1) with 53 bits. */
function uniform53(high: number, low: number): number {
  return uniformFrom(high) + (low >>> 3) / 2 ** 53;
}

/** Turns each pair of uniform numbers into a pair of normal ones. */
function boxMuller(pairs: Float64Array): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [u, v] = [pairs[i] ?? 0, pairs[i + 1] ?? 0];
    const radius = Math.sqrt(-2 * Math.log(1 - u));
    pairs[i] = radius * Math.cos(2 * Math.PI * v);
    pairs[i + 1] = radius * Math.sin(2 * Math.PI * v);
  }
}
