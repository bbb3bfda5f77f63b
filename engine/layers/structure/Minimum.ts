import { defineCombination } from "./defineCombination";

/** https://pytorch.org/docs/stable/generated/torch.minimum.html, for any number of tensors. */
export const Minimum = defineCombination({
  type: "Minimum",
  summary: "The elementwise minimum of its inputs.",
  reference: {
    formula: String.raw`y = \min(x_1, x_2, \dots, x_k)`,
    gradient:
      "Flows to the smallest input. Where two are equal each gets half; more are compared one after the other.",
    sources: ["https://pytorch.org/docs/stable/generated/torch.minimum.html"],
  },
  combine: (b, left, right) => b.minimum(left, right),
  number: (left, right) => Math.min(left, right),
});
