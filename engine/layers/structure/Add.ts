import { defineCombination } from "./defineCombination";

/** https://pytorch.org/docs/stable/generated/torch.add.html, for any number of tensors. */
export const Add = defineCombination({
  type: "Add",
  summary: "Adds its inputs elementwise, as in a residual connection.",
  keywords: ["plus", "residual", "skip"],
  reference: {
    formula: String.raw`y = x_1 + x_2 + \dots + x_k`,
    gradient: String.raw`\partial L/\partial x_i = \partial L/\partial y\text{, summed over the axes along which } x_i \text{ was repeated}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.add.html"],
  },
  combine: (b, left, right) => b.add(left, right),
  number: (left, right) => left + right,
});
