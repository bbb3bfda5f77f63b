import { defineActivation } from "./defineActivation";
import { withoutPositive } from "../functional/withoutPositive";
import { number } from "../../parameters/parameter";

/** Barron (2017), arXiv:1704.07483. */
export const CELU = defineActivation({
  type: "CELU",
  summary: "An ELU whose slope at 0 is 1 for every alpha.",
  params: {
    alpha: number({ default: 1, above: 0, help: "Large negative numbers approach −alpha." }),
  },
  reference: {
    formula: String.raw`y = x \text{ for } x > 0, \text{ else } \alpha (e^{x / \alpha} - 1)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > 0, \text{ else } e^{x / \alpha}`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.CELU.html",
      "https://arxiv.org/abs/1704.07483",
    ],
  },
  lower: (b, x, { alpha }) => {
    const negative = b.expm1(b.mul(withoutPositive(b, x), 1 / alpha));
    return b.where(b.greater(x, 0), x, b.mul(negative, alpha));
  },
});
