import { number } from "../parameters/parameter";
import { fansOf } from "./fans";
import { defineInitializer } from "./rule";

/** Glorot and Bengio, “Understanding the difficulty of training deep feedforward neural networks” (2010). */
export const xavierNormal = defineInitializer({
  type: "xavierNormal",
  summary: "Normal, scaled to preserve the size of values forwards and of gradients backwards (Glorot).",
  params: {
    gain: number({
      default: 1,
      minimum: 0,
      help: "Scales the standard deviation: √2 before ReLU, 5/3 before tanh.",
    }),
  },
  axes: 2,
  reference: {
    formula: String.raw`w \sim \mathcal{N}(0, \sigma^2), \quad \sigma = \mathrm{gain} \cdot \sqrt{\frac{2}{\mathrm{fanIn} + \mathrm{fanOut}}}`,
    sources: [
      "https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_",
      "https://proceedings.mlr.press/v9/glorot10a.html",
    ],
  },
  sample: ({ params: { gain }, shape, draws, values }) => {
    const { fanIn, fanOut } = fansOf(shape);
    const deviation = gain * Math.sqrt(2 / (fanIn + fanOut));
    draws.normal(values, (z) => z * deviation);
  },
});
