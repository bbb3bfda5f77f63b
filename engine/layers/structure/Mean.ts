import { defineReduction } from "./defineReduction";

/** https://pytorch.org/docs/stable/generated/torch.mean.html */
export const Mean = defineReduction({
  type: "Mean",
  summary: "The mean over axes, such as global pooling over an image.",
  keywords: ["average", "reduce"],
  reference: {
    formula: String.raw`y = \frac{1}{n} \sum_{i=1}^{n} x_i`,
    gradient: String.raw`\partial L/\partial x_i = \frac{1}{n}\,\partial L/\partial y`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.mean.html"],
  },
  between: true,
  reduce: (b, x, over, size) => b.mul(b.sum(x, over), 1 / size),
});
