import { number } from "../parameters/parameter";
import { defineInitializer } from "./rule";

export const uniform = defineInitializer({
  type: "uniform",
  summary: "Uniformly distributed between two bounds.",
  params: {
    a: number({ default: 0, help: "The lower bound." }),
    b: number({ default: 1, help: "The upper bound." }),
  },
  reference: {
    formula: String.raw`w \sim U[a, b)`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.uniform_"],
  },
  sample: ({ params: { a, b }, draws, values }) => {
    draws.uniform(values, (u) => a + (b - a) * u);
  },
});
