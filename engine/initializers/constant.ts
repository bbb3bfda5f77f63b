import { number } from "../parameters/parameter";
import { defineInitializer } from "./rule";

export const constant = defineInitializer({
  type: "constant",
  summary: "Every number is the same.",
  params: { value: number({ default: 0, help: "The number." }) },
  reference: {
    formula: String.raw`w = \mathrm{value}`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_"],
  },
  sample: ({ params: { value }, values }) => void values.fill(value),
});
