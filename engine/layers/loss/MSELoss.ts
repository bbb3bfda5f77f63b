import { comparedPorts, inferComparison, reduction } from "../functional/loss";
import { reduceAll } from "../functional/mean";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html */
export const MSELoss = defineLayer({
  type: "MSELoss",
  category: "loss",
  summary: "Mean squared error: for numbers to be predicted.",
  keywords: ["mean squared error", "L2"],
  reference: {
    formula: String.raw`\ell_i = (x_i - y_i)^2, \quad L = \frac{1}{n}\sum_i \ell_i \text{ or } \sum_i \ell_i`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = 2(x_i - y_i)`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html"],
  },
  params: { reduction },
  inputs: comparedPorts,
  outputs: [{ name: "output" }],
  infer: inferComparison,
  lower: ({ b, params, input }) => {
    const error = b.sub(input("input"), input("target"));
    return { output: reduceAll(b, b.mul(error, error), params.reduction) };
  },
  judge: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
