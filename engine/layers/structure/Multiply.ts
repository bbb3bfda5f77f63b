import { defineCombination } from "./defineCombination";

/** https://pytorch.org/docs/stable/generated/torch.mul.html, for any number of tensors. */
export const Multiply = defineCombination({
  type: "Multiply",
  summary: "Multiplies its inputs elementwise, as in a gate.",
  keywords: ["mul", "product", "gate", "scale"],
  reference: {
    formula: String.raw`y = x_1 \cdot x_2 \cdots x_k`,
    gradient: String.raw`\partial L/\partial x_i = \partial L/\partial y \cdot \prod_{j \ne i} x_j\text{, summed over the axes along which } x_i \text{ was repeated}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.mul.html"],
  },
  combine: (b, left, right) => b.mul(left, right),
  number: (left, right) => left * right,
});
