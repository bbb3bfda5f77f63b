import { binaryCounts, readBinaryCounts } from "./binaryCounts";
import { classCounts, meanOverClasses } from "./classCounts";
import type { NumberMetric } from "./metric";

/**
 * A score of hits, predictions and truths: of yes, or the plain mean over classes. Precision, recall, F1 and IoU are
 * such, with scikit-learn's semantics: https://scikit-learn.org/stable/modules/model_evaluation.html
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
