import { comparedPorts, inferComparison, reduction } from "../functional/loss";
import { reduceAll } from "../functional/mean";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html */
export const L1Loss = defineLayer({
  type: "L1Loss",
  category: "loss",
  summary: "Mean absolute error: for numbers to be predicted where a few are far off.",
  keywords: ["mean absolute error", "MAE"],
  reference: {
    formula: String.raw`\ell_i = |x_i - y_i|, \quad L = \frac{1}{n}\sum_i \ell_i \text{ or } \sum_i \ell_i`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = \operatorname{sign}(x_i - y_i), \text{ which is } 0 \text{ where they are equal}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html"],
  },
  params: { reduction },
  inputs: comparedPorts,
  outputs: [{ name: "output" }],
  infer: inferComparison,
  lower: ({ b, params, input }) => ({
    output: reduceAll(b, b.abs(b.sub(input("input"), input("target"))), params.reduction),
  }),
  judge: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
