import { binaryCounts, readBinaryCounts } from "./binaryCounts";
import { classChoices } from "./classCounts";
import type { MatrixMetric } from "./metric";

/**
 * How often each class (row) was predicted as each class (column); for yes and no, [[true no, false yes], [false no,
 * true yes]]. https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html
 */
export const confusionMatrix: MatrixMetric = {
  kind: "matrix",
  name: "confusionMatrix",
  title: "confusion matrix",
  summary: "How often each class is predicted as each other.",
  of: {
    classes: {
      sums: (b, predictions) => {
        const { guess, truth } = classChoices(b, predictions);
        return b.matmul(truth, guess, { transposeA: true, transposeB: false });
      },
      compute: (totals) => {
        const classes = Math.round(Math.sqrt(totals.length));
        return Array.from({ length: classes }, (_, row) => [
          ...totals.subarray(row * classes, (row + 1) * classes),
        ]);
      },
    },
    binary: {
      sums: binaryCounts,
      compute: (totals) => {
        const { hits, predicted, actual, all } = readBinaryCounts(totals);
        return [
          [all - predicted - actual + hits, predicted - hits],
          [actual - hits, hits],
        ];
      },
    },
  },
};
