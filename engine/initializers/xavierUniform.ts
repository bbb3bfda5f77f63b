import { number } from "../parameters/parameter";
import { fansOf } from "./fans";
import { defineInitializer } from "./rule";

/** Glorot and Bengio, “Understanding the difficulty of training deep feedforward neural networks” (2010). */
export const xavierUniform = defineInitializer({
  type: "xavierUniform",
  summary: "Uniform, scaled to preserve the size of values forwards and of gradients backwards (Glorot).",
  params: {
    gain: number({
      default: 1,
      minimum: 0,
      help: "Scales the standard deviation: √2 before ReLU, 5/3 before tanh.",
    }),
  },
  axes: 2,
  reference: {
    formula: String.raw`w \sim U(-r, r), \quad r = \mathrm{gain} \cdot \sqrt{\frac{6}{\mathrm{fanIn} + \mathrm{fanOut}}}`,
    sources: [
      "https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_",
      "https://proceedings.mlr.press/v9/glorot10a.html",
    ],
  },
  sample: ({ params: { gain }, shape, draws, values }) => {
    const { fanIn, fanOut } = fansOf(shape);
    const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
    draws.uniform(values, (u) => (2 * u - 1) * bound);
  },
});
