import { defineReduction } from "./defineReduction";

/** https://pytorch.org/docs/stable/generated/torch.sum.html */
export const Sum = defineReduction({
  type: "Sum",
  summary: "The sum over axes.",
  keywords: ["reduce"],
  reference: {
    formula: String.raw`y = \sum_i x_i`,
    gradient: String.raw`\partial L/\partial x_i = \partial L/\partial y`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.sum.html"],
  },
  reduce: (b, x, over) => b.sum(x, over),
});
