import { defineReduction } from "./defineReduction";

/** https://pytorch.org/docs/stable/generated/torch.amax.html */
export const Max = defineReduction({
  type: "Max",
  summary: "The largest number over axes.",
  keywords: ["amax", "reduce"],
  reference: {
    formula: String.raw`y = \max_i x_i`,
    gradient: "Flows to the largest numbers; equal ones share it evenly, as in torch.amax.",
    sources: ["https://pytorch.org/docs/stable/generated/torch.amax.html"],
  },
  between: true,
  reduce: (b, x, over) => b.max(x, over),
});
