import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { averagePool, maxPool } from "./pool";
import { takeRows } from "./takeRows";
import type { Window } from "./window";

/**
 * The means over windows that split each axis into as many parts as wanted: PyTorch's part i of an axis goes from
 * ⌊i·size/parts⌋ up to ⌈(i + 1)·size/parts⌉, so that parts overlap where they do not come out even.
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

/** The largest elements over the same windows. */
export function adaptiveMaxPool(b: Builder, x: Value, outputSize: readonly number[]): Value {
  const splits = splitsOf(x.type.shape.slice(2), outputSize);
  const parts = splits.reduce((made, split, axis) => takeParts(b, made, axis + 2, split), x);
  return maxPool(b, parts, splits.map(windowOf));
}

/** Numbers of one channel that are held with the parts one after the other; 0 where they lie so anyway. */
export function unevenSize(sizes: readonly number[], outputSize: readonly number[]): number {
  const isEven = outputSize.every((parts, axis) => at(sizes, axis) % parts === 0);
  return isEven
    ? 0
    : outputSize.reduce((product, parts, axis) => product * parts * longestPart(at(sizes, axis), parts), 1);
}

/**
 * Elements of the longest part. With r = size mod parts, part i reaches beyond ⌊size/parts⌋ by one element, or by two where
 * (i·size mod parts) + r > parts, and the largest of those remainders is parts − gcd(size, parts).
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

/** How an axis falls into parts, all made as long as the longest by their last element again. */
interface Split {
  /** Whether the parts lie one after the other as they are. */
  readonly isEven: boolean;
  readonly length: number;
  readonly places: readonly number[];
  /** Of each place in the mean of its part, times the length: 0 for a repeated element. */
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

/** A window that moves by its own length: one step for each part. */
function windowOf({ length }: Split): Window {
  return { kernel: length, stride: length, before: 0, after: 0, dilation: 1 };
}
