import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { share } from "./share";

/** hits / actual; 0 for a class that was predicted and never the truth. */
export const recall: NumberMetric = {
  kind: "number",
  name: "recall",
  title: "recall",
  summary: "How much of what is true was found: of yes, or the plain mean over the classes.",
  unit: "share",
  better: "higher",
  of: fromCounts((hits, _, actual) => share(hits, actual)),
};
