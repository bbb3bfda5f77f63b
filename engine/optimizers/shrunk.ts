import type { Builder, Value } from "../ops/operation";

/** A weight after decoupled weight decay: (1 − η·λ)·w. */
export function shrunk(b: Builder, weight: Value, learningRate: Value, weightDecay: number): Value {
  return weightDecay > 0 ? b.sub(weight, b.mul(weight, b.mul(learningRate, weightDecay))) : weight;
}
