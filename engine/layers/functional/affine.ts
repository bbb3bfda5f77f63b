import { constant } from "../initializer";
import type { Weight } from "../layer";

/** Factors that begin as 1, and what is added, which begins as 0: what a normalised number is learned to become. */
export function affineWeights(shape: readonly number[], bias = true): Record<string, Weight> {
  return {
    weight: { shape, init: constant(1), trainable: true },
    ...(bias && { bias: { shape, init: constant(0), trainable: true } }),
  };
}
