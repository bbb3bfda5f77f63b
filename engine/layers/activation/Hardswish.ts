import { defineActivation } from "./defineActivation";

/** Howard et al. (2019), arXiv:1905.02244. At the corners its gradient is that of the outer pieces. */
export const Hardswish = defineActivation({
  type: "Hardswish",
  summary: "A cheap piecewise SiLU: 0 below −3, the identity above 3.",
  params: {},
  reference: {
    formula: String.raw`y = x \cdot \frac{\min(\max(x + 3, 0), 6)}{6}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 0 \text{ for } x \le -3, \; 1 \text{ for } x \ge 3, \text{ else } \tfrac{x}{3} + \tfrac12`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html",
      "https://arxiv.org/abs/1905.02244",
    ],
  },
  lower: (b, x) => b.where(b.greaterEqual(x, 3), x, b.mul(b.mul(x, 1 / 6), b.relu(b.add(x, 3)))),
});
