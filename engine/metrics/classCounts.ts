import type { Predictions } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";
import { at } from "../tensor/tensor";

/** The predicted and the true class of each row, one-hot as [rows, classes]; all zeros where a row is ignored. */
export function classChoices(b: Builder, { scores, target, counted }: Predictions["classes"]) {
  const [rows, depth] = [at(scores.type.shape, 0), at(scores.type.shape, 1)];
  const weight = b.reshape(counted, { shape: [rows, 1] });
  return {
    guess: b.mul(b.oneHot(b.argmax(scores, { axis: 1 }), { depth }), weight),
    truth: b.mul(b.oneHot(target, { depth }), weight),
  };
}

/** [3, classes]: for each class, how often it was correctly predicted, predicted, and true. */
export function classCounts(b: Builder, predictions: Predictions["classes"]): Value {
  const { guess, truth } = classChoices(b, predictions);
  // Concatenated first, so that a single reduction suffices.
  const cases = [b.mul(guess, truth), guess, truth].map((x) => b.reshape(x, { shape: [1, ...x.type.shape] }));
  return b.sum(b.concat(cases, { axis: 0 }), { axes: [1], keepDims: false });
}

/**
 * The macro average of a score over the classes of `classCounts`' totals. A class that is neither predicted nor true is
 * left out, as in scikit-learn; NaN if none is left.
 */
export function meanOverClasses(
  totals: Float64Array,
  score: (hits: number, predicted: number, actual: number) => number,
): number {
  const classes = totals.length / 3;
  let [sum, seen] = [0, 0];
  for (let i = 0; i < classes; i++) {
    const [hits = 0, predicted = 0, actual = 0] = [totals[i], totals[classes + i], totals[2 * classes + i]];
    if (predicted + actual === 0) continue;
    sum += score(hits, predicted, actual);
    seen++;
  }
  return sum / seen;
}
