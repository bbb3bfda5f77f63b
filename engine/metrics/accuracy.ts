import { reduceAll } from "../layers/functional/mean";
import type { Metric } from "./metric";

/** The share of samples whose class is predicted rightly. */
export const accuracy: Metric = {
  name: "accuracy",
  summary: "Share of right answers.",
  unit: "share",
  better: "higher",
  lower: (b, { correct }) => correct && reduceAll(b, correct, "mean"),
};
