import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/** Mean absolute error over all numbers, in the target's unit. */
export const mae: NumberMetric = {
  kind: "number",
  name: "mae",
  title: "MAE",
  summary: "Mean absolute error, in the target's unit.",
  unit: "value",
  better: "lower",
  of: {
    values: {
      sums: (b, { predicted, target }) => total(b, b.abs(b.sub(predicted, target))),
      compute: mean,
    },
  },
};
