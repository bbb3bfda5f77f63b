import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { fraction } from "./fraction";

/** The harmonic mean of precision and recall: 2 hits / (predicted + actual). */
export const f1: NumberMetric = {
  kind: "number",
  name: "f1",
  title: "F1",
  summary: "The harmonic mean of precision and recall: for yes, or averaged over the classes.",
  unit: "fraction",
  better: "higher",
  of: fromCounts((hits, predicted, actual) => fraction(2 * hits, predicted + actual)),
};
