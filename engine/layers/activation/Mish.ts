import { defineActivation } from "./defineActivation";

/** Misra (2019), arXiv:1908.08681. */
export const Mish = defineActivation({
  type: "Mish",
  summary: "A smooth ReLU that dips below 0 for small negative numbers.",
  params: {},
  reference: {
    formula: String.raw`y = x \tanh(\log(1 + e^x))`,
    gradient: String.raw`\frac{\partial y}{\partial x} = t + x\, \sigma(x) (1 - t^2), \quad t = \tanh(\log(1 + e^x))`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Mish.html",
      "https://arxiv.org/abs/1908.08681",
    ],
  },
  lower: (b, x) => b.mul(x, b.tanh(b.softplus(x))),
});
