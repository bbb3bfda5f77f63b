import type { Builder, Value } from "../ops/operation";

/** Updates an exponential moving average: β·mean + (1 − β)·value. */
export function runningMean(b: Builder, mean: Value, value: Value, beta: number): Value {
  return b.add(b.mul(mean, beta), b.mul(value, 1 - beta));
}
