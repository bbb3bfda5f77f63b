import { constant } from "../initializer";
import type { Weight } from "../layer";

/** The scale, initially 1, and the bias, initially 0, applied to normalised values. */
export function affineWeights(shape: readonly number[], bias = true): Record<string, Weight> {
  return {
    weight: { shape, init: constant(1), trainable: true },
    ...(bias && { bias: { shape, init: constant(0), trainable: true } }),
  };
}
