import { defineInitializer } from "./rule";

export const ones = defineInitializer({
  type: "ones",
  summary: "All ones.",
  params: {},
  reference: {
    formula: String.raw`w = 1`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_"],
  },
  sample: ({ values }) => void values.fill(1),
});
