import type { Builder, Value } from "../../ops/operation";
import { at } from "../../ops/tensor";
import { combineRows } from "./combineRows";
import { asImage, fromImage } from "./image";
import { averagePool, maxPool } from "./pool";
import { takeRows } from "./takeRows";
import type { Window } from "./window";

/**
 * The means over windows that split each axis into as many parts as wanted: PyTorch's part i of an axis goes from
 * ⌊i·size/parts⌋ up to ⌈(i + 1)·size/parts⌉, so that parts overlap where they do not come out even.
 */
export function adaptiveAveragePool(b: Builder, x: Value, outputSize: readonly number[]): Value {
  const even = evenWindows(x, outputSize);
  if (even) return averagePool(b, x, even, true);
  const image = [...outputSize].reverse().reduce(
    (made, parts, i) => {
      const axis = 3 - i;
      return combineRows(b, made, axis, shares(b, parts, at(made.type.shape, axis)));
    },
    asImage(b, x),
  );
  return fromImage(b, image, outputSize.length);
}

/** The largest elements over the same windows. */
export function adaptiveMaxPool(b: Builder, x: Value, outputSize: readonly number[]): Value {
  const even = evenWindows(x, outputSize);
  if (even) return maxPool(b, x, even);
  // Parts of unequal length become equal by their last element again, which changes no maximum.
  const lengths = outputSize.map((parts, axis) => longestPart(at(x.type.shape, axis + 2), parts));
  const equal = outputSize.reduce((made, parts, axis) => {
    const size = at(x.type.shape, axis + 2);
    const places = Array.from({ length: parts }, (_, part) => {
      const [start, end] = partOf(part, parts, size);
      return Array.from({ length: at(lengths, axis) }, (_, i) => Math.min(start + i, end - 1));
    });
    return takeRows(b, made, axis + 2, b.table({ values: places.flat(), dtype: "int32" }));
  }, x);
  return maxPool(b, equal, lengths.map(step));
}

/** Numbers of a sample, of all its channels, that an uneven adaptive maximum holds: its windows one after the other. */
export function unevenSize(sizes: readonly number[], outputSize: readonly number[]): number {
  if (outputSize.every((parts, axis) => at(sizes, axis) % parts === 0)) return 0;
  return outputSize.reduce(
    (product, parts, axis) => product * parts * longestPart(at(sizes, axis), parts),
    1,
  );
}

/** Ordinary windows, where every axis splits into equal parts. */
function evenWindows(x: Value, outputSize: readonly number[]): Window[] | undefined {
  const lengths = outputSize.map((parts, axis) => at(x.type.shape, axis + 2) / parts);
  return lengths.every(Number.isInteger) ? lengths.map(step) : undefined;
}

/** A window that moves by its own length. */
function step(length: number): Window {
  return { kernel: length, stride: length, before: 0, after: 0, dilation: 1 };
}

function partOf(part: number, parts: number, size: number): readonly [number, number] {
  return [Math.floor((part * size) / parts), Math.ceil(((part + 1) * size) / parts)];
}

function longestPart(size: number, parts: number): number {
  return Math.max(
    ...Array.from({ length: parts }, (_, part) => {
      const [start, end] = partOf(part, parts, size);
      return end - start;
    }),
  );
}

/** [parts, size]: what each element of an axis counts in the mean of each part. */
function shares(b: Builder, parts: number, size: number): Value {
  const shape = [parts, size];
  const part = b.iota({ shape, axis: 0, dtype: "float32" });
  const place = b.iota({ shape, axis: 1, dtype: "float32" });
  // ⌊part·size/parts⌋ ≤ place < ⌈(part + 1)·size/parts⌉ in whole numbers, which float32 has exactly.
  const begun = b.greater(b.mul(b.add(place, 1), parts), b.mul(part, size));
  const open = b.less(b.mul(place, parts), b.mul(b.add(part, 1), size));
  const inside = b.mul(begun, open);
  return b.div(inside, b.sum(inside, { axes: [1], keepDims: true }));
}
