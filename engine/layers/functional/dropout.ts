import type { Value } from "../../ops/operation";
import type { LowerContext } from "../layer";
import type { Parameters } from "../../parameters/parameter";

/** What a layer needs to draw random numbers in training. */
export type Randomness = Pick<LowerContext<Parameters>, "b" | "training" | "uniform">;

/**
 * 1 with probability 1 − p and 0 with probability p, drawn anew at every step. float32, without a gradient. `p` is
 * below 1.
 */
export function keepMask({ b, uniform }: Randomness, shape: readonly number[], p: number): Value {
  return b.greaterEqual(uniform(shape), p);
}

/**
 * In training, sets x to 0 with probability p and scales the rest by 1 / (1 − p), which preserves the mean; otherwise
 * returns x. One draw per element of `shape`, which broadcasts to x's: `[N, C, 1, 1]` drops whole channels.
 */
export function dropout(context: Randomness, x: Value, p: number, shape = x.type.shape): Value {
  const { b, training } = context;
  if (!training || p === 0) return x;
  if (p === 1) return b.mul(x, 0);
  return b.mul(b.mul(x, keepMask(context, shape, p)), 1 / (1 - p));
}

/** The shape of x with all but the batch and the next `kept` axes set to 1, so that one draw covers the others. */
export function drawnOnce({ type: { shape } }: Value, kept: number): number[] {
  return shape.map((size, axis) => (axis <= kept ? size : 1));
}
