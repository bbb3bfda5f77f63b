import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { share } from "./share";

/** The harmonic mean of precision and recall: 2 hits / (predicted + actual). */
export const f1: NumberMetric = {
  kind: "number",
  name: "f1",
  title: "F1",
  summary: "Precision and recall in one (their harmonic mean): of yes, or the plain mean over the classes.",
  unit: "share",
  better: "higher",
  of: fromCounts((hits, predicted, actual) => share(2 * hits, predicted + actual)),
};
