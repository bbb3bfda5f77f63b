import { kaimingDeviation, kaimingParams } from "./kaiming";
import { defineInitializer } from "./rule";

/** He et al., “Delving deep into rectifiers” (2015). */
export const kaimingUniform = defineInitializer({
  type: "kaimingUniform",
  summary: "Uniform, scaled to preserve the size of values through layers with ReLU (He).",
  params: kaimingParams,
  axes: 2,
  reference: {
    formula: String.raw`w \sim U(-r, r), \quad r = \mathrm{gain}(\mathrm{nonlinearity}, a) \cdot \sqrt{\frac{3}{\mathrm{fan}}}`,
    sources: [
      "https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_",
      "https://arxiv.org/abs/1502.01852",
    ],
  },
  sample: ({ params, shape, draws, values }) => {
    const bound = Math.sqrt(3) * kaimingDeviation(params, shape);
    draws.uniform(values, (u) => (2 * u - 1) * bound);
  },
});
