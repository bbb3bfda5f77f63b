import { number } from "../layers/parameter";
import { sizeOf } from "../ops/tensor";
import { defineInitializer } from "./rule";

export const normal = defineInitializer({
  type: "normal",
  summary: "Numbers of the bell curve.",
  params: {
    mean: number({ default: 0, help: "The middle." }),
    std: number({ default: 1, minimum: 0, help: "The standard deviation." }),
  },
  reference: {
    formula: String.raw`w \sim \mathcal{N}(\mathrm{mean}, \mathrm{std}^2)`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.normal_"],
  },
  sample: ({ params: { mean, std }, shape, draws }) => draws.normal(sizeOf(shape)).map((z) => mean + std * z),
});
