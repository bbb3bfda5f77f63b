import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";

/** The mean along some axes, which are kept with size 1. */
export function meanAlong(b: Builder, x: Value, axes: readonly number[]): Value {
  const count = axes.reduce((product, axis) => product * at(x.type.shape, axis), 1);
  return b.mul(b.sum(x, { axes, keepDims: true }), 1 / count);
}

export interface Moments {
  readonly mean: Value;
  /** x − mean. */
  readonly centred: Value;
  /** The mean of centred²: divided by the number of elements n, not n − 1. */
  readonly variance: Value;
}

/**
 * Mean and variance along some axes, which are kept with size 1. Two passes, because the mean of x² minus the squared
 * mean loses the variance of large numbers. Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115
 */
export function moments(b: Builder, x: Value, axes: readonly number[]): Moments {
  const mean = meanAlong(b, x, axes);
  const centred = b.sub(x, mean);
  return { mean, centred, variance: meanAlong(b, b.mul(centred, centred), axes) };
}

/** centred / √(variance + eps); 0 and without a gradient where that would divide by 0, as in PyTorch's BatchNorm. */
export function standardise(b: Builder, { centred, variance }: Omit<Moments, "mean">, eps: number): Value {
  if (eps === 0) {
    const varies = b.greater(variance, 0);
    const deviation = b.sqrt(b.where(varies, variance, 1));
    return b.mul(centred, b.where(varies, b.div(1, deviation), 0));
  }
  return b.div(centred, b.sqrt(b.add(variance, eps)));
}
