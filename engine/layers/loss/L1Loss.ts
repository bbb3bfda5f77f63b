import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { atLeast } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html */
export const L1Loss = defineLoss({
  type: "L1Loss",
  summary: "Mean absolute error: for predicting numbers when there are outliers.",
  keywords: ["mean absolute error", "MAE"],
  reference: {
    formula: String.raw`\ell_i = |x_i - y_i|, \quad L = \frac{1}{n}\sum_i \ell_i \text{ or } \sum_i \ell_i`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = \operatorname{sign}(x_i - y_i), \text{ which is } 0 \text{ where they are equal}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html"],
  },
  params: { reduction },
  inputs: comparedPorts,
  infer: inferComparison,
  domains: () => ({}),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) =>
    reduceAll(b, b.abs(b.sub(input("input"), input("target"))), params.reduction),
  predictions: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
