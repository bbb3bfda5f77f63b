import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { fraction } from "./fraction";

/** hits / actual; 0 for a class that was predicted but never true. */
export const recall: NumberMetric = {
  kind: "number",
  name: "recall",
  title: "recall",
  summary: "Fraction of true cases that were found: for yes, or averaged over the classes.",
  unit: "fraction",
  better: "higher",
  of: fromCounts((hits, _, actual) => fraction(hits, actual)),
};
