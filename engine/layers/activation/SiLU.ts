import { defineActivation } from "./defineActivation";

/** Also called swish. */
export const SiLU = defineActivation({
  type: "SiLU",
  summary: "Multiplies a number by its sigmoid: a smooth ReLU that dips below 0.",
  keywords: ["swish"],
  params: {},
  reference: {
    formula: String.raw`y = x\, \sigma(x)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \sigma(x) \left(1 + x (1 - \sigma(x))\right)`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html",
      "https://arxiv.org/abs/1702.03118",
      "https://arxiv.org/abs/1710.05941",
    ],
  },
  lower: (b, x) => b.mul(x, b.sigmoid(x)),
});
