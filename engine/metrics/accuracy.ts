import { reduceAll } from "../layers/functional/mean";
import { defineMetric } from "./metric";

/** The share of samples whose class is predicted rightly. */
export const accuracy = defineMetric({
  name: "accuracy",
  summary: "Share of right answers.",
  unit: "share",
  better: "higher",
  needs: "correct",
  lower: (b, correct) => reduceAll(b, correct, "mean"),
});
