import { defineActivation } from "./defineActivation";
import { withoutPositive } from "../functional/withoutPositive";

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/** Klambauer et al. (2017), arXiv:1706.02515; the constants are the paper's, which preserve mean 0 and variance 1. */
export const SELU = defineActivation({
  type: "SELU",
  summary: "An ELU scaled so that deep networks keep mean 0 and variance 1 by themselves.",
  params: {},
  reference: {
    formula: String.raw`y = \lambda x \text{ for } x > 0, \text{ else } \lambda \alpha (e^x - 1), \quad \lambda \approx 1.0507, \; \alpha \approx 1.6733`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \lambda \text{ for } x > 0, \text{ else } \lambda \alpha e^x`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.SELU.html",
      "https://arxiv.org/abs/1706.02515",
    ],
  },
  lower: (b, x) =>
    b.where(b.greater(x, 0), b.mul(x, scale), b.mul(b.expm1(withoutPositive(b, x)), scale * alpha)),
});
