import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/** Root of the mean squared error over all numbers, in the target's unit. */
export const rmse: NumberMetric = {
  kind: "number",
  name: "rmse",
  title: "RMSE",
  summary: "Root mean squared error, in the target's unit: large errors weigh more than in MAE.",
  unit: "value",
  better: "lower",
  of: {
    values: {
      sums: (b, { predicted, target }) => {
        const error = b.sub(predicted, target);
        return total(b, b.mul(error, error));
      },
      compute: (totals) => Math.sqrt(mean(totals)),
    },
  },
};
