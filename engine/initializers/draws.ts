import { philox4x32, uniformFrom } from "../ops/philox";

/** Random numbers of one weight: Philox keyed by the seed and the weight's name. The same call gives the same numbers. */
export interface Draws {
  /** Uniform numbers in [0, 1) of 53 bits. Lanes are independent of each other. */
  readonly uniform: (count: number, lane?: number) => Float64Array;
  /** Standard normal numbers. Box and Muller (1958). */
  readonly normal: (count: number, lane?: number) => Float64Array;
}

/** The numbers that belong to a weight under a seed, so that adding a layer leaves the others as they were. */
export function drawsOf(seed: number, name: string): Draws {
  const stream = hash(name);
  const pairs = (count: number, lane: number, write: (u: number, v: number) => readonly [number, number]) => {
    const values = new Float64Array(count);
    const words = new Uint32Array(4);
    for (let block = 0; block * 2 < count; block++) {
      philox4x32([block, 0, lane, 1], [seed, stream], words);
      const [first, second] = write(
        uniform53(words[0] ?? 0, words[1] ?? 0),
        uniform53(words[2] ?? 0, words[3] ?? 0),
      );
      values[block * 2] = first;
      if (block * 2 + 1 < count) values[block * 2 + 1] = second;
    }
    return values;
  };
  return {
    uniform: (count, lane = 0) => pairs(count, lane, (u, v) => [u, v]),
    normal: (count, lane = 0) => pairs(count, lane, boxMuller),
  };
}

/** A uniform number in [0, 1) of 53 bits. */
function uniform53(high: number, low: number): number {
  return uniformFrom(high) + (low >>> 3) / 2 ** 53;
}

/** Two normal numbers from two uniform ones. */
function boxMuller(u: number, v: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - u));
  return [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v)];
}

/** FNV-1a over the name's UTF-16 code units, 32 bits. */
function hash(name: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
