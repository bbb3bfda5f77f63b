import { normal } from "../functional/normal";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";

/** https://keras.io/api/layers/regularization_layers/gaussian_noise/ */
export const GaussianNoise = defineLayer({
  type: "GaussianNoise",
  category: "regularisation",
  summary: "In training, adds normally distributed noise, so that small differences do not matter.",
  keywords: ["random"],
  reference: {
    formula: String.raw`y = x + \epsilon, \quad \epsilon \sim \mathcal{N}(0, \mathrm{stddev}^2) \text{ for each element, while training}; \qquad y = x \text{ otherwise}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = g`,
    shapes: "input of any shape, output the same.",
    sources: [
      "Bishop, Training with noise is equivalent to Tikhonov regularization, Neural Computation 7 (1995), doi:10.1162/neco.1995.7.1.108",
      "https://keras.io/api/layers/regularization_layers/gaussian_noise/",
    ],
  },
  params: {
    stddev: number({ minimum: 0, default: 0.1, help: "Standard deviation of the noise." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: (context) => {
    const { b, params, input, training } = context;
    const x = input("input");
    if (!training || params.stddev === 0) return { output: x };
    return { output: b.add(x, b.mul(normal(context, x.type.shape), params.stddev)) };
  },
});
