import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** Girshick (2015). https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html */
export const SmoothL1Loss = defineLoss({
  type: "SmoothL1Loss",
  summary: "Absolute error, rounded off near zero: HuberLoss divided by its beta.",
  reference: {
    formula: String.raw`\ell_i = \begin{cases} (x_i - y_i)^2 / (2\beta) & |x_i - y_i| < \beta \\ |x_i - y_i| - \tfrac12\beta & \text{otherwise} \end{cases}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = \max(-1, \min(1, (x_i - y_i)/\beta)); \text{ with } \beta = 0 \text{ as L1Loss}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html",
      "https://arxiv.org/abs/1504.08083",
    ],
  },
  params: {
    beta: number({ default: 1, minimum: 0, help: "Errors below this are squared; 0 gives L1Loss." }),
    reduction,
  },
  inputs: comparedPorts,
  infer: inferComparison,
  domains: () => ({}),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params: { beta, reduction }, input }) => {
    const error = b.sub(input("input"), input("target"));
    const size = b.abs(error);
    if (beta === 0) return reduceAll(b, size, reduction);
    const small = b.mul(0.5 / beta, b.mul(error, error));
    return reduceAll(b, b.where(b.less(size, beta), small, b.sub(size, 0.5 * beta)), reduction);
  },
  predictions: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
