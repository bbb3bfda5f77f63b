import { binaryCounts, readBinaryCounts } from "./binaryCounts";
import { classCounts, meanOverClasses } from "./classCounts";
import type { NumberMetric } from "./metric";

/**
 * A metric computed from the numbers of hits, predictions and true cases: for the class yes, or the macro average over
 * classes. Used by precision, recall, F1 and IoU, with scikit-learn's semantics:
 * https://scikit-learn.org/stable/modules/model_evaluation.html
 */
export function fromCounts(
  score: (hits: number, predicted: number, actual: number) => number,
): NumberMetric["of"] {
  return {
    classes: { sums: classCounts, compute: (totals) => meanOverClasses(totals, score) },
    binary: {
      sums: binaryCounts,
      compute: (totals) => {
        const { hits, predicted, actual } = readBinaryCounts(totals);
        return score(hits, predicted, actual);
      },
    },
  };
}
