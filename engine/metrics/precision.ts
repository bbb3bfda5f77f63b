import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { fraction } from "./fraction";

/** hits / predicted; 0 if nothing was predicted. */
export const precision: NumberMetric = {
  kind: "number",
  name: "precision",
  title: "precision",
  summary: "Fraction of predicted cases that are right: for yes, or averaged over the classes.",
  unit: "fraction",
  better: "higher",
  of: fromCounts((hits, predicted) => fraction(hits, predicted)),
};
