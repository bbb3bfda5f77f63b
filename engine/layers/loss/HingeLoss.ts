import { at } from "../../tensor/tensor";
import { clampMin } from "../functional/clampMin";
import { plusOrMinus } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { atLeast } from "../range";

/** The loss of support vector machines, as in Keras. https://keras.io/api/losses/hinge_losses/#hinge-class */
export const HingeLoss = defineLoss({
  type: "HingeLoss",
  summary: "For yes or no: pushes scores to the right side of 0, at least 1 away but no further.",
  keywords: ["SVM", "support vector machine"],
  reference: {
    formula: String.raw`\ell_i = \max(0, 1 - y_i x_i), \text{ where a target of } 0 \text{ stands for } y_i = -1`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = -y_i \text{ where } y_i x_i \le 1, \text{ else } 0`,
    shapes: "input [N, *], target [N, *], output []",
    sources: [
      "https://keras.io/api/losses/hinge_losses/#hinge-class",
      "Cortes, Vapnik: Support-Vector Networks (1995)",
    ],
  },
  params: { reduction },
  inputs: [
    { ...at(comparedPorts, 0), help: "A score: above 0 is yes." },
    { ...at(comparedPorts, 1), help: "1 for yes, −1 or 0 for no." },
  ],
  infer: inferComparison,
  domains: () => ({ target: { ...plusOrMinus, values: [-1, 0, 1] } }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) => {
    const target = input("target");
    const y = b.where(b.equal(target, 0), -1, target);
    const loss = clampMin(b, b.sub(1, b.mul(y, input("input"))), 0);
    return reduceAll(b, loss, params.reduction);
  },
  predictions: {
    // A score is not a probability, but its sigmoid is on the same side of one half.
    binary: ({ b, input }) => ({
      probability: b.sigmoid(input("input")),
      target: b.greater(input("target"), 0),
    }),
  },
});
