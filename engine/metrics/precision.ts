import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { share } from "./share";

/** hits / predicted; 0 where nothing was predicted. */
export const precision: NumberMetric = {
  kind: "number",
  name: "precision",
  title: "precision",
  summary: "How much of what was predicted is right: of yes, or the plain mean over the classes.",
  unit: "share",
  better: "higher",
  of: fromCounts((hits, predicted) => share(hits, predicted)),
};
