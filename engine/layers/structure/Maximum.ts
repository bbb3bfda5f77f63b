import { defineCombination } from "./defineCombination";

/** https://pytorch.org/docs/stable/generated/torch.maximum.html, for any number of tensors. */
export const Maximum = defineCombination({
  type: "Maximum",
  summary: "The elementwise maximum of its inputs.",
  reference: {
    formula: String.raw`y = \max(x_1, x_2, \dots, x_k)`,
    gradient:
      "Flows to the largest input. Where two are equal each gets half; more are compared one after the other.",
    sources: ["https://pytorch.org/docs/stable/generated/torch.maximum.html"],
  },
  combine: (b, left, right) => b.maximum(left, right),
  number: (left, right) => Math.max(left, right),
});
