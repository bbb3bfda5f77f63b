import type { Builder, Value } from "../../ops/operation";

/**
 * x − max − log Σ exp(x − max) along an axis: the logarithm of the softmax without overflow. No gradient flows through
 * the maximum, whose choice does not change the result.
 */
export function logSoftmax(b: Builder, x: Value, axis: number): Value {
  const shifted = b.sub(x, b.stopGradient(b.max(x, { axes: [axis], keepDims: true })));
  return b.sub(shifted, b.log(b.sum(b.exp(shifted), { axes: [axis], keepDims: true })));
}

/** exp(x − max) / Σ exp(x − max) along an axis. */
export function softmax(b: Builder, x: Value, axis: number): Value {
  const exponentials = b.exp(b.sub(x, b.stopGradient(b.max(x, { axes: [axis], keepDims: true }))));
  return b.div(exponentials, b.sum(exponentials, { axes: [axis], keepDims: true }));
}
