import { fromCounts } from "./fromCounts";
import type { NumberMetric } from "./metric";
import { fraction } from "./fraction";

/** Jaccard's index, hits / (predicted + actual − hits); 0 if there is no case at all. */
export function overlap(hits: number, predicted: number, actual: number): number {
  return fraction(hits, predicted + actual - hits);
}

/** For segmentation, where rows are pixels. */
export const iou: NumberMetric = {
  kind: "number",
  name: "iou",
  title: "IoU",
  summary: "Intersection over union of predicted and true cases: for yes, or averaged over the classes.",
  unit: "fraction",
  better: "higher",
  of: fromCounts(overlap),
};
