import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { averagePool, maxPool } from "./pool";
import { takeRows } from "./takeRows";
import type { Window } from "./window";

/**
 * The means over windows that split each axis into the given number of parts: as in PyTorch, part i of an axis runs
 * from ⌊i·size/parts⌋ to ⌈(i + 1)·size/parts⌉, so that parts overlap if the size is not divisible.
 */
export function adaptiveAveragePool(b: Builder, x: Value, outputSize: readonly number[]): Value {
  const splits = splitsOf(x.type.shape.slice(2), outputSize);
  const weighted = splits.reduce((made, split, axis) => {
    if (split.isEven) return made;
    const weights = b.reshape(b.table({ values: split.weights, dtype: "float32" }), {
      shape: made.type.shape.map((_, i) => (i === axis + 2 ? split.weights.length : 1)),
    });
    return b.mul(takeParts(b, made, axis + 2, split), weights);
  }, x);
  return averagePool(b, weighted, splits.map(windowOf), true);
}

/** The maxima over the same windows. */
export function adaptiveMaxPool(b: Builder, x: Value, outputSize: readonly number[]): Value {
  const splits = splitsOf(x.type.shape.slice(2), outputSize);
  const parts = splits.reduce((made, split, axis) => takeParts(b, made, axis + 2, split), x);
  return maxPool(b, parts, splits.map(windowOf));
}

/**
 * The number of elements of one channel when overlapping parts are copied one after the other; 0 if no copy is needed.
 */
export function unevenSize(sizes: readonly number[], outputSize: readonly number[]): number {
  const isEven = outputSize.every((parts, axis) => at(sizes, axis) % parts === 0);
  return isEven
    ? 0
    : outputSize.reduce((product, parts, axis) => product * parts * longestPart(at(sizes, axis), parts), 1);
}

/**
 * The length of the longest part. With r = size mod parts, part i exceeds ⌊size/parts⌋ by one element, or by two if
 * (i·size mod parts) + r > parts; the largest of those remainders is parts − gcd(size, parts).
 */
function longestPart(size: number, parts: number): number {
  const rest = size % parts;
  const more = rest === 0 ? 0 : rest > gcd(size, parts) ? 2 : 1;
  return Math.floor(size / parts) + more;
}

function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** How an axis is split into parts, all padded to the longest by repeating their last element. */
interface Split {
  /** Whether the parts already lie one after the other. */
  readonly isEven: boolean;
  readonly length: number;
  readonly places: readonly number[];
  /** Each element's weight in the mean of its part, times the length; 0 for a repeated element. */
  readonly weights: readonly number[];
}

function splitsOf(sizes: readonly number[], outputSize: readonly number[]): Split[] {
  return outputSize.map((parts, axis) => split(at(sizes, axis), parts));
}

function split(size: number, parts: number): Split {
  const ranges = Array.from({ length: parts }, (_, part) => ({
    start: Math.floor((part * size) / parts),
    end: Math.ceil(((part + 1) * size) / parts),
  }));
  const length = longestPart(size, parts);
  const slots = ranges.flatMap(({ start, end }) =>
    Array.from({ length }, (_, i) => ({
      place: Math.min(start + i, end - 1),
      weight: start + i < end ? length / (end - start) : 0,
    })),
  );
  return {
    isEven: size % parts === 0,
    length,
    places: slots.map(({ place }) => place),
    weights: slots.map(({ weight }) => weight),
  };
}

function takeParts(b: Builder, x: Value, axis: number, { isEven, places }: Split): Value {
  return isEven ? x : takeRows(b, x, axis, b.table({ values: places, dtype: "int32" }));
}

/** A window whose stride is its own length: one step per part. */
function windowOf({ length }: Split): Window {
  return { kernel: length, stride: length, before: 0, after: 0, dilation: 1 };
}
