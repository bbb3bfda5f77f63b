import { number } from "../parameters/parameter";
import { defineInitializer } from "./rule";

export const constant = defineInitializer({
  type: "constant",
  summary: "All the same value.",
  params: { value: number({ default: 0, help: "The value." }) },
  reference: {
    formula: String.raw`w = \mathrm{value}`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_"],
  },
  sample: ({ params: { value }, values }) => void values.fill(value),
});
