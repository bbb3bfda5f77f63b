import { at } from "../tensor/tensor";
import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/** What a document may write: `top5`, `top3`, … */
export const topKPattern = /^top([1-9][0-9]{0,8})$/;

/**
 * The share of rows whose right class is among the k best scores. Equal scores rank in the order of the classes, as
 * `accuracy` has it, so that k = 1 is accuracy.
 */
export function topK(k: number): NumberMetric {
  return {
    kind: "number",
    name: `top${String(k)}`,
    title: `top-${String(k)}`,
    summary: "Share of answers whose right class is among the best scores: top5, or any other number.",
    unit: "share",
    better: "higher",
    of: {
      classes: {
        sums: (b, { scores, target, counted }) => {
          const [rows, classes] = [at(scores.type.shape, 0), at(scores.type.shape, 1)];
          const right = b.oneHot(target, { depth: classes });
          const own = b.sum(b.where(right, scores, 0), { axes: [1], keepDims: true });
          const place = b.iota({ shape: [1, classes], axis: 1, dtype: "int32" });
          const isAfter = b.greater(place, b.reshape(target, { shape: [rows, 1] }));
          // Counting what ranks behind it, not before: a score that is not a number is behind everything.
          const behind = b.where(isAfter, b.greaterEqual(own, scores), b.greater(own, scores));
          const rank = b.sub(classes - 1, b.sum(behind, { axes: [1], keepDims: false }));
          return total(b, b.less(rank, k), counted);
        },
        compute: mean,
      },
    },
  };
}
