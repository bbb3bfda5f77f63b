import type { TypedGraph } from "../graph/typedGraph";
import type { Initializer } from "../layers/initializer";
import { philox4x32, uniformFrom } from "../ops/philox";
import { sizeOf } from "../ops/tensor";
import { weightsOf } from "./weights";

/**
 * The weights that training starts from, by name, in float64. Each is drawn by Philox from the seed and its own name,
 * so that adding a layer leaves the others as they were.
 */
export function initialWeights(typed: TypedGraph, seed: number): Record<string, Float64Array> {
  return Object.fromEntries(
    weightsOf(typed).map(({ name, shape, init }) => [name, sample(init, sizeOf(shape), seed, hash(name))]),
  );
}

function sample(init: Initializer, size: number, seed: number, stream: number): Float64Array {
  const values = new Float64Array(size);
  if (init.kind === "constant") return values.fill(init.value);
  const words = new Uint32Array(4);
  for (let block = 0; block * 2 < size; block++) {
    philox4x32([block, 0, 0, 1], [seed, stream], words);
    const [u, v] = [uniform53(words[0] ?? 0, words[1] ?? 0), uniform53(words[2] ?? 0, words[3] ?? 0)];
    const [first, second] =
      init.kind === "uniform"
        ? [(2 * u - 1) * init.bound, (2 * v - 1) * init.bound]
        : boxMuller(u, v).map((normal) => normal * init.standardDeviation);
    values[block * 2] = first ?? 0;
    if (block * 2 + 1 < size) values[block * 2 + 1] = second ?? 0;
  }
  return values;
}

/** A uniform number in [0, 1) of 53 bits. */
function uniform53(high: number, low: number): number {
  return uniformFrom(high) + (low >>> 3) / 2 ** 53;
}

/** Two normal numbers from two uniform ones. Box and Muller (1958). */
function boxMuller(u: number, v: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - u));
  return [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v)];
}

/** FNV-1a over the name's UTF-16 code units, 32 bits. */
function hash(name: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
