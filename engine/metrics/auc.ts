import type { Builder, Value } from "../ops/operation";
import { at } from "../tensor/tensor";
import type { NumberMetric } from "./metric";

/** Equal steps of probability in which answers are told apart. */
const bins = 400;
/** Classes whose bins one histogram counts: a kernel keeps 4096 in its workgroup's memory. */
const together = Math.floor(4096 / (2 * bins));

/**
 * The area under the ROC curve: the chance that a yes is given a higher probability than a no. Probabilities are
 * counted in 400 equal bins, and what falls into one bin counts as a tie, which is the trapezoidal rule over 400
 * thresholds (Keras takes 200); it errs by at most half the share of the pairs that share a bin. Of classes: each
 * against the rest, and the plain mean over those that are the truth of some rows and not of all.
 * https://keras.io/api/metrics/probabilistic_metrics/#auc-class
 */
export const auc: NumberMetric = {
  kind: "number",
  name: "auc",
  title: "AUC",
  summary:
    "Area under the ROC curve: 100 % tells yes and no apart at some threshold, 50 % is guessing; of classes the mean of each against the rest.",
  unit: "share",
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

/** How often each bin of some classes is met: the bins' middles are counted, so that no rounding moves one. */
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
