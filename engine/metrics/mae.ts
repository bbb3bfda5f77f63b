import { reduceAll } from "../layers/functional/mean";
import { defineMetric } from "./metric";

/** Mean absolute error, in the target's unit. */
export const mae = defineMetric({
  name: "mae",
  summary: "Mean absolute error, in the target's unit.",
  unit: "value",
  better: "lower",
  needs: "values",
  lower: (b, { predicted, target }) => reduceAll(b, b.abs(b.sub(predicted, target)), "mean"),
});
