import { defineActivation } from "./defineActivation";
import { hardtanh } from "../functional/hardtanh";
import { between } from "../range";

/** Courbariaux et al. (2015), arXiv:1511.00363; ONNX's has a different slope. */
export const Hardsigmoid = defineActivation({
  type: "Hardsigmoid",
  summary: "A piecewise linear sigmoid: 0 below −3, 1 above 3.",
  params: {},
  reference: {
    formula: String.raw`y = \frac{\min(\max(x + 3, 0), 6)}{6}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \tfrac16 \text{ for } -3 < x < 3, \text{ else } 0`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html",
      "https://arxiv.org/abs/1511.00363",
    ],
  },
  range: () => between(0, 1),
  lower: (b, x) => b.add(b.mul(hardtanh(b, x, -3, 3), 1 / 6), 0.5),
});
