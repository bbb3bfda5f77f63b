import { at } from "../tensor/tensor";
import type { NumberMetric } from "./metric";
import { mean, total } from "./total";

/** exp of the mean negative log-likelihood of the right class, without class weights or label smoothing. */
export const perplexity: NumberMetric = {
  kind: "number",
  name: "perplexity",
  title: "perplexity",
  summary:
    "How many equally likely answers the model is torn between: 1 is certain, the number of classes is guessing.",
  unit: "value",
  better: "lower",
  of: {
    classes: {
      sums: (b, { logProbabilities, target, counted }) => {
        const right = b.oneHot(target, { depth: at(logProbabilities.type.shape, 1) });
        const chosen = b.sum(b.where(right, logProbabilities, 0), { axes: [1], keepDims: false });
        return total(b, b.neg(chosen), counted);
      },
      compute: (totals) => Math.exp(mean(totals)),
    },
  },
};
