import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** Huber (1964). https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html */
export const HuberLoss = defineLoss({
  type: "HuberLoss",
  summary:
    "Squared error for small errors, absolute error for large ones, so that outliers have less influence.",
  reference: {
    formula: String.raw`\ell_i = \begin{cases} \tfrac12 (x_i - y_i)^2 & |x_i - y_i| \le \delta \\ \delta\,(|x_i - y_i| - \tfrac12\delta) & \text{otherwise} \end{cases}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = \max(-\delta, \min(\delta, x_i - y_i))`,
    shapes: "input [N, *], target [N, *], output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html",
      "Huber: Robust Estimation of a Location Parameter (1964)",
    ],
  },
  params: {
    delta: number({ default: 1, above: 0, help: "Errors beyond this count linearly." }),
    reduction,
  },
  inputs: comparedPorts,
  infer: inferComparison,
  domains: () => ({}),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params: { delta, reduction }, input }) => {
    const error = b.sub(input("input"), input("target"));
    const size = b.abs(error);
    const small = b.mul(0.5, b.mul(error, error));
    const large = b.mul(delta, b.sub(size, 0.5 * delta));
    return reduceAll(b, b.where(b.greater(size, delta), large, small), reduction);
  },
  predictions: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
