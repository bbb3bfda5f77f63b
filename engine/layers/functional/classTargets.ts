import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import type { Loss } from "../layer";
import { reduceAll, sumAll } from "./mean";

/** The axis `dim` of a value. */
export function axisOf(dim: number, { type: { shape } }: Value): number {
  return dim < 0 ? dim + shape.length : dim;
}

/** Class numbers beside the scores they belong to. */
export interface ClassTargets {
  /** float32 of the scores' shape: 1 at the right class where it counts. */
  readonly right: Value;
  /** float32 of the target's shape: 0 for those of `ignoreIndex`, else 1. Undefined where all of them count and exist. */
  readonly counted: Value | undefined;
}

/** `known`: the data promise that class numbers are below it, which saves looking for others at every step. */
export function classTargets(
  b: Builder,
  scores: Value,
  target: Value,
  axis: number,
  ignored: number,
  known?: number,
): ClassTargets {
  const { shape } = scores.type;
  const classes = at(shape, axis);
  const allCount = known !== undefined && known <= classes && (ignored < 0 || ignored >= known);
  const counted = allCount
    ? undefined
    : b.sub(1, b.equal(target, b.constant({ value: ignored, dtype: "int32" })));
  const oneHot = b.oneHot(target, { depth: classes });
  const last = shape.length - 1;
  const right = b.transpose(oneHot, {
    permutation: shape.map((_, other) => (other < axis ? other : other === axis ? last : other - 1)),
  });
  // Class numbers that do not exist have no 1 anyway.
  const exists = ignored >= 0 && ignored < classes;
  return { right: counted && exists ? b.mul(right, withAxis(b, counted, axis)) : right, counted };
}

/** The elements of the right classes, in the target's shape; 0 where the target does not count. */
export function chosen(b: Builder, x: Value, { right }: ClassTargets, axis: number): Value {
  return b.sum(b.where(right, x, 0), { axes: [axis], keepDims: false });
}

/**
 * NaN in place of the loss of a class number that does not exist: PyTorch stops with an error there, and a loss that
 * passed over it would hide that there are too few scores.
 */
export function refuseUnknown(
  b: Builder,
  loss: Value,
  { right, counted }: ClassTargets,
  axis: number,
): Value {
  if (!counted) return loss;
  const known = b.equal(b.sum(right, { axes: [axis], keepDims: false }), counted);
  return b.where(known, loss, NaN);
}

/**
 * The sum of losses, for "mean" divided by the sum of their weights (without any: by their number), as PyTorch's with
 * class weights.
 */
export function reduceWeighted(
  b: Builder,
  loss: Value,
  weights: Value | undefined,
  reduction: "mean" | "sum",
): Loss {
  const reduced = reduceAll(b, loss, reduction);
  return weights && reduction === "mean" ? { ...reduced, count: sumAll(b, weights) } : reduced;
}

/** A tensor times its classes' weights, of which none are written where all are 1. */
export function weighed(b: Builder, x: Value, weight: readonly number[], axis: number): Value {
  return weight.length === 0 ? x : b.mul(x, alongClasses(b, weight, axis, x.type.shape.length));
}

/** Weights of which the sum is what a mean is divided by: those of the right classes that count. Undefined: all are 1. */
export function countedWeights(
  b: Builder,
  targets: ClassTargets,
  weight: readonly number[],
  axis: number,
): Value | undefined {
  return weight.length === 0 ? targets.counted : weighed(b, targets.right, weight, axis);
}

/** A list of one number for each class, along the classes' axis of a tensor. */
function alongClasses(b: Builder, values: readonly number[], axis: number, rank: number): Value {
  const shape = Array.from({ length: rank }, (_, other) => (other === axis ? values.length : 1));
  return b.reshape(b.table({ values, dtype: "float32" }), { shape });
}

/** A tensor with a further axis of size 1. */
export function withAxis(b: Builder, x: Value, axis: number): Value {
  const { shape } = x.type;
  return b.reshape(x, { shape: [...shape.slice(0, axis), 1, ...shape.slice(axis)] });
}
