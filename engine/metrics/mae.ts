import { reduceAll } from "../layers/functional/mean";
import type { Metric } from "./metric";

/** Mean absolute error, in the target's unit. */
export const mae: Metric = {
  name: "mae",
  summary: "Mean absolute error, in the target's unit.",
  unit: "value",
  better: "lower",
  lower: (b, { values }) => values && reduceAll(b, b.abs(b.sub(values.predicted, values.target)), "mean"),
};
