import { kaimingDeviation, kaimingParams } from "./kaiming";
import { defineInitializer } from "./rule";

/** He et al., “Delving deep into rectifiers” (2015). */
export const kaimingNormal = defineInitializer({
  type: "kaimingNormal",
  summary: "Normal, scaled to preserve the size of values through layers with ReLU (He).",
  params: kaimingParams,
  axes: 2,
  reference: {
    formula: String.raw`w \sim \mathcal{N}(0, \sigma^2), \quad \sigma = \frac{\mathrm{gain}(\mathrm{nonlinearity}, a)}{\sqrt{\mathrm{fan}}}`,
    sources: [
      "https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_",
      "https://arxiv.org/abs/1502.01852",
    ],
  },
  sample: ({ params, shape, draws, values }) => {
    const deviation = kaimingDeviation(params, shape);
    draws.normal(values, (z) => z * deviation);
  },
});
