import { defineActivation } from "./defineActivation";
import { hardtanh } from "../functional/hardtanh";
import { between } from "../range";

/** min(max(x, 0), 6). */
export const ReLU6 = defineActivation({
  type: "ReLU6",
  summary: "A ReLU capped at 6, so that its output needs few bits.",
  params: {},
  reference: {
    formula: String.raw`y = \min(\max(x, 0), 6)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } 0 < x < 6, \text{ else } 0`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html",
      "https://arxiv.org/abs/1704.04861",
    ],
  },
  range: () => between(0, 6),
  lower: (b, x) => hardtanh(b, x, 0, 6),
});
