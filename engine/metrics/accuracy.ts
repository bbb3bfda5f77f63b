import { binaryCounts, readBinaryCounts } from "./binaryCounts";
import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/** Of classes the likeliest is the answer, of yes or no what is above 0.5; a number is right within a half of the target. */
export const accuracy: NumberMetric = {
  kind: "number",
  name: "accuracy",
  title: "accuracy",
  summary: "Share of right answers; where numbers are predicted, of those less than 0.5 off.",
  unit: "share",
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
