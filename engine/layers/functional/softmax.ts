import type { Builder, Value } from "../../ops/operation";

/**
 * x − max − log Σ exp(x − max) along an axis: the logarithm of the softmax, without overflow. No gradient flows through
 * the maximum, since its choice does not affect the result.
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

/** The lowest possible score, which gets no weight next to an allowed one. */
const lowest = -1e30;

/**
 * The softmax along an axis over the allowed elements; the others get 0, and so do all of them if none is allowed,
 * where PyTorch before 2.5 gave NaN. `allowed` is float32, 0 for no, and broadcasts to x.
 */
export function maskedSoftmax(b: Builder, x: Value, allowed: Value, axis: number): Value {
  const over = { axes: [axis], keepDims: true };
  const scores = b.where(allowed, x, lowest);
  const shifted = b.sub(scores, b.stopGradient(b.max(scores, over)));
  const exponentials = b.where(allowed, b.exp(shifted), 0);
  // The sum is at least 1, since the largest score contributes exp(0), or 0 if nothing is allowed.
  return b.div(exponentials, b.maximum(b.sum(exponentials, over), 0.5));
}
