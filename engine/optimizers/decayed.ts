import type { Builder, Value } from "../ops/operation";

/** The gradient including that of an L2 penalty: g + λ·w, PyTorch's `weight_decay` when it is not decoupled. */
export function decayed(b: Builder, gradient: Value, weight: Value, weightDecay: number): Value {
  return weightDecay > 0 ? b.add(gradient, b.mul(weight, weightDecay)) : gradient;
}
