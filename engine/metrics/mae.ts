import { reduceAll } from "../layers/functional/mean";
import type { Metric } from "./metric";

/** Mean absolute error, in the target's unit. */
export const mae: Metric = {
  name: "mae",
  summary: "Mean absolute error, in the target's unit.",
  unit: "value",
  better: "lower",
  of: {
    values: (b, { predicted, target }) => reduceAll(b, b.abs(b.sub(predicted, target)), "mean"),
  },
};
