import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import type { Loss } from "../layer";
import { sumAll } from "../../ops/reductions";
import { reduceAll } from "./mean";

/** The axis `dim` of a value, counted from 0. */
export function axisOf(dim: number, { type: { shape } }: Value): number {
  return dim < 0 ? dim + shape.length : dim;
}

/** Class indices with the scores they belong to. */
export interface ClassTargets {
  /** float32 of the scores' shape: 1 at the right class, unless the target is ignored. */
  readonly right: Value;
  /**
   * float32 of the target's shape: 0 where the target is `ignoreIndex`, else 1. Undefined if all targets count and
   * exist.
   */
  readonly counted: Value | undefined;
}

/** `known`: the data guarantee valid class indices, so that they need not be checked at every step. */
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
  // Class indices that do not exist have no 1 in `right` anyway.
  const exists = ignored >= 0 && ignored < classes;
  return { right: counted && exists ? b.mul(right, withAxis(b, counted, axis)) : right, counted };
}

/** The elements of the right classes, in the target's shape; 0 where the target is ignored. */
export function chosen(b: Builder, x: Value, { right }: ClassTargets, axis: number): Value {
  return b.sum(b.where(right, x, 0), { axes: [axis], keepDims: false });
}

/**
 * Replaces the loss of a class index that does not exist by NaN. PyTorch raises an error; a loss that ignored it would
 * hide that there are too few scores.
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
 * The sum of losses, divided for "mean" by the sum of their weights (or by their number if there are none), like
 * PyTorch's losses with class weights.
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

/** A tensor times its classes' weights; an empty list means that all are 1. */
export function weighed(b: Builder, x: Value, weight: readonly number[], axis: number): Value {
  return weight.length === 0 ? x : b.mul(x, alongClasses(b, weight, axis, x.type.shape.length));
}

/** The weights whose sum divides a mean: those of the right classes, 0 where ignored. Undefined if all are 1. */
export function countedWeights(
  b: Builder,
  targets: ClassTargets,
  weight: readonly number[],
  axis: number,
): Value | undefined {
  return weight.length === 0 ? targets.counted : weighed(b, targets.right, weight, axis);
}

/** A list with one number per class, as a tensor along the classes' axis. */
function alongClasses(b: Builder, values: readonly number[], axis: number, rank: number): Value {
  const shape = Array.from({ length: rank }, (_, other) => (other === axis ? values.length : 1));
  return b.reshape(b.table({ values, dtype: "float32" }), { shape });
}

/** A tensor with an additional axis of size 1. */
export function withAxis(b: Builder, x: Value, axis: number): Value {
  const { shape } = x.type;
  return b.reshape(x, { shape: [...shape.slice(0, axis), 1, ...shape.slice(axis)] });
}
