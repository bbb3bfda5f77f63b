import { normal } from "../functional/normal";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";

/** Srivastava et al. (2014), section 10. https://keras.io/api/layers/regularization_layers/gaussian_dropout/ */
export const GaussianDropout = defineLayer({
  type: "GaussianDropout",
  category: "regularisation",
  summary: "In training, multiplies by random numbers around 1: noise as strong as Dropout's, without zeros.",
  reference: {
    formula: String.raw`y = x \odot (1 + \epsilon), \quad \epsilon \sim \mathcal{N}\!\left(0, \frac{\mathrm{rate}}{1 - \mathrm{rate}}\right) \text{ for each element, while training}; \qquad y = x \text{ otherwise}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = g \odot (1 + \epsilon) \text{ while training}; \quad g \text{ otherwise}`,
    shapes: "input of any shape, output the same.",
    sources: [
      "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15 (2014)",
      "https://keras.io/api/layers/regularization_layers/gaussian_dropout/",
    ],
  },
  params: {
    rate: number({
      minimum: 0,
      below: 1,
      default: 0.5,
      help: "The fraction that Dropout would drop for noise of the same variance.",
    }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: (context) => {
    const { b, params, input, training } = context;
    const { rate } = params;
    const x = input("input");
    if (!training || rate === 0) return { output: x };
    const noise = b.mul(normal(context, x.type.shape), Math.sqrt(rate / (1 - rate)));
    return { output: b.mul(x, b.add(noise, 1)) };
  },
});
