import { defineInitializer } from "./rule";

export const zeros = defineInitializer({
  type: "zeros",
  summary: "All zeros. Neurons that start alike stay alike, so use this only for biases.",
  params: {},
  reference: {
    formula: String.raw`w = 0`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.zeros_"],
  },
  sample: ({ values }) => void values.fill(0),
});
