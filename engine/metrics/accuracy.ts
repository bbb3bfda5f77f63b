import { binaryCounts, readBinaryCounts } from "./binaryCounts";
import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/**
 * For classes, the most likely one must be right; for yes or no, yes is a probability above 0.5; a number must be less
 * than 0.5 off the target.
 */
export const accuracy: NumberMetric = {
  kind: "number",
  name: "accuracy",
  title: "accuracy",
  summary: "Fraction of correct predictions; for numbers, of those less than 0.5 off.",
  unit: "fraction",
  better: "higher",
  of: {
    classes: {
      sums: (b, { scores, target, counted }) =>
        total(b, b.equal(b.argmax(scores, { axis: 1 }), target), counted),
      compute: mean,
    },
    binary: {
      sums: binaryCounts,
      compute: (totals) => {
        const { hits, predicted, actual, all } = readBinaryCounts(totals);
        return (all - predicted - actual + 2 * hits) / all;
      },
    },
    values: {
      sums: (b, { predicted, target }) => total(b, b.less(b.abs(b.sub(predicted, target)), 0.5)),
      compute: mean,
    },
  },
};
