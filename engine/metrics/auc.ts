import type { Builder, Value } from "../ops/operation";
import { at } from "../tensor/tensor";
import type { NumberMetric } from "./metric";

/** The number of equal steps into which probabilities are binned. */
const bins = 400;
/** How many classes' bins fit in one histogram: a kernel keeps 4096 in workgroup memory. */
const together = Math.floor(4096 / (2 * bins));

/**
 * The area under the ROC curve: the probability that a yes is ranked above a no. Probabilities are counted in 400 equal
 * bins, and pairs in the same bin count as ties, which is the trapezoidal rule over 400 thresholds (Keras uses 200);
 * the error is at most half the fraction of pairs in the same bin. For several classes: one versus rest, averaged over
 * the classes that occur in some rows but not in all.
 * https://keras.io/api/metrics/probabilistic_metrics/#auc-class
 */
export const auc: NumberMetric = {
  kind: "number",
  name: "auc",
  title: "AUC",
  summary:
    "Area under the ROC curve: 100 % separates yes and no perfectly, 50 % is guessing; for classes, the mean of one versus rest.",
  unit: "fraction",
  better: "higher",
  of: {
    binary: {
      sums: (b, { probability, target }) => count(b, binOf(b, probability, b.greater(target, 0.5)), 1),
      compute: meanArea,
    },
    classes: {
      sums: (b, { logProbabilities, target, counted }) => {
        const [rows, classes] = [at(logProbabilities.type.shape, 0), at(logProbabilities.type.shape, 1)];
        const bin = binOf(b, b.exp(logProbabilities), b.oneHot(target, { depth: classes }));
        const isCounted = b.reshape(counted, { shape: [rows, 1] });
        const parts: Value[] = [];
        for (let first = 0; first < classes; first += together) {
          const last = Math.min(classes, first + together);
          const columns = b.slice(bin, { starts: [0, first], ends: [rows, last] });
          const column = b.iota({ shape: [1, last - first], axis: 1, dtype: "float32" });
          const place = b.add(columns, b.mul(column, 2 * bins));
          parts.push(count(b, b.where(isCounted, place, -1), last - first));
        }
        return b.concat(parts, { axis: 0 });
      },
      compute: meanArea,
    },
  },
};

/** 0…399 for a no, 400…799 for a yes, in float32. */
function binOf(b: Builder, probability: Value, truth: Value): Value {
  const bin = b.minimum(b.floor(b.mul(probability, bins)), bins - 1);
  return b.add(bin, b.mul(truth, bins));
}

/**
 * The counts of each bin for some classes. The bins' centres are counted, so that rounding cannot move a value to
 * another bin.
 */
function count(b: Builder, bin: Value, classes: number): Value {
  const all = 2 * bins * classes;
  return b.histogram(b.add(bin, 0.5), 0, all, { bins: all });
}

function meanArea(totals: Float64Array): number {
  let [sum, seen] = [0, 0];
  for (let first = 0; first < totals.length; first += 2 * bins) {
    let [no, yes, pairs] = [0, 0, 0];
    for (let bin = first; bin < first + bins; bin++) {
      const [noHere, yesHere] = [totals[bin] ?? NaN, totals[bin + bins] ?? NaN];
      pairs += yesHere * (no + noHere / 2);
      no += noHere;
      yes += yesHere;
    }
    if (no === 0 || yes === 0) continue;
    sum += pairs / (no * yes);
    seen++;
  }
  return sum / seen;
}
