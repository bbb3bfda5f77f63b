import type { Predictions } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";
import { sumRows } from "./sumRows";

/**
 * [hits, predicted, actual, all]: the numbers of correctly predicted yes (above 0.5), predicted yes, true yes, and all
 * answers.
 */
export function binaryCounts(b: Builder, { probability, target }: Predictions["binary"]): Value {
  const [guess, truth] = [b.greater(probability, 0.5), b.greater(target, 0.5)];
  return sumRows(b, [b.mul(guess, truth), guess, truth, b.broadcast(1, { shape: probability.type.shape })]);
}

/** The totals of `binaryCounts` by name. */
export function readBinaryCounts([hits = 0, predicted = 0, actual = 0, all = 0]: Float64Array) {
  return { hits, predicted, actual, all };
}
