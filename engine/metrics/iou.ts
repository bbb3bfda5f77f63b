import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { share } from "./share";

/** Jaccard's index, hits / (predicted + actual − hits): for segmentation, where rows are pixels. */
export const iou: NumberMetric = {
  kind: "number",
  name: "iou",
  title: "IoU",
  summary:
    "Intersection over union of what is predicted and what is true: of yes, or the plain mean over the classes.",
  unit: "share",
  better: "higher",
  of: fromCounts((hits, predicted, actual) => share(hits, predicted + actual - hits)),
};
