import { number } from "../parameters/parameter";
import { defineInitializer } from "./rule";

export const normal = defineInitializer({
  type: "normal",
  summary: "Normally distributed.",
  params: {
    mean: number({ default: 0, help: "The mean." }),
    std: number({ default: 1, minimum: 0, help: "The standard deviation." }),
  },
  reference: {
    formula: String.raw`w \sim \mathcal{N}(\mathrm{mean}, \mathrm{std}^2)`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.normal_"],
  },
  sample: ({ params: { mean, std }, draws, values }) => {
    draws.normal(values, (z) => mean + std * z);
  },
});
