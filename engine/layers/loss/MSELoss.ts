import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { atLeast } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html */
export const MSELoss = defineLoss({
  type: "MSELoss",
  summary: "Mean squared error: for predicting numbers.",
  keywords: ["mean squared error", "L2"],
  reference: {
    formula: String.raw`\ell_i = (x_i - y_i)^2, \quad L = \frac{1}{n}\sum_i \ell_i \text{ or } \sum_i \ell_i`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = 2(x_i - y_i)`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html"],
  },
  params: { reduction },
  inputs: comparedPorts,
  infer: inferComparison,
  domains: () => ({}),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) => {
    const error = b.sub(input("input"), input("target"));
    return reduceAll(b, b.mul(error, error), params.reduction);
  },
  predictions: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
