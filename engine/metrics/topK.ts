import { at } from "../tensor/tensor";
import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/** The names that a document may use: `top5`, `top3`, … */
export const topKPattern = /^top([1-9][0-9]{0,8})$/;

/**
 * The fraction of rows whose true class is among the k best scores. Equal scores rank in class order, as in `accuracy`,
 * so that k = 1 is accuracy.
 */
export function topK(k: number): NumberMetric {
  return {
    kind: "number",
    name: `top${String(k)}`,
    title: `top-${String(k)}`,
    summary: "Fraction of rows whose true class is among the best scores: top5, or any other number.",
    unit: "fraction",
    better: "higher",
    of: {
      classes: {
        sums: (b, { scores, target, counted }) => {
          const [rows, classes] = [at(scores.type.shape, 0), at(scores.type.shape, 1)];
          const right = b.oneHot(target, { depth: classes });
          const own = b.sum(b.where(right, scores, 0), { axes: [1], keepDims: true });
          const place = b.iota({ shape: [1, classes], axis: 1, dtype: "int32" });
          const isAfter = b.greater(place, b.reshape(target, { shape: [rows, 1] }));
          // Counts the scores ranked below it, not above it: a NaN score ranks below everything.
          const behind = b.where(isAfter, b.greaterEqual(own, scores), b.greater(own, scores));
          const rank = b.sub(classes - 1, b.sum(behind, { axes: [1], keepDims: false }));
          return total(b, b.less(rank, k), counted);
        },
        compute: mean,
      },
    },
  };
}
