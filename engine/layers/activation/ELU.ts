import { defineActivation } from "./defineActivation";
import { withoutPositive } from "../functional/withoutPositive";
import { number } from "../../parameters/parameter";

/** Clevert et al. (2015), arXiv:1511.07289. */
export const ELU = defineActivation({
  type: "ELU",
  summary: "Passes positive numbers; negative ones approach −alpha smoothly.",
  params: { alpha: number({ default: 1, help: "Large negative numbers approach −alpha." }) },
  reference: {
    formula: String.raw`y = x \text{ for } x > 0, \text{ else } \alpha (e^x - 1)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > 0, \text{ else } \alpha e^x`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.ELU.html",
      "https://arxiv.org/abs/1511.07289",
    ],
  },
  lower: (b, x, { alpha }) => b.where(b.greater(x, 0), x, b.mul(b.expm1(withoutPositive(b, x)), alpha)),
});
