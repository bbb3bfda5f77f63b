import { reduceAll } from "../layers/functional/mean";
import type { Metric } from "./metric";

/** The share of rows whose class is predicted rightly; of numbers, those within a half of the target. */
export const accuracy: Metric = {
  name: "accuracy",
  summary: "Share of right answers.",
  unit: "share",
  better: "higher",
  of: {
    classes: (b, { scores, target, counted }) => {
      const right = b.mul(b.equal(b.argmax(scores, { axis: 1 }), target), counted);
      return b.div(reduceAll(b, right, "sum"), reduceAll(b, counted, "sum"));
    },
    binary: (b, { probability, target }) =>
      reduceAll(b, b.equal(b.greater(probability, 0.5), target), "mean"),
    values: (b, { predicted, target }) => reduceAll(b, b.less(b.abs(b.sub(predicted, target)), 0.5), "mean"),
  },
};
