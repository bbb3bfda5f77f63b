import { sampleSize } from "../../tensor/graphType";
import { affineWeights } from "../functional/affine";
import { moments, standardise } from "../functional/moments";
import { expectTrailing, normalizedDims, trailingAxes } from "../functional/trailing";
import { defineLayer } from "../layer";
import { boolean, number } from "../../parameters/parameter";

/** Ba, Kiros and Hinton (2016), arXiv:1607.06450. https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html */
export const LayerNorm = defineLayer({
  type: "LayerNorm",
  category: "normalisation",
  gives: "normalised",
  summary:
    "Shifts and scales the features of each sample to mean 0 and variance 1, independently of the batch.",
  keywords: ["layer normalization", "layer normalisation"],
  reference: {
    formula: String.raw`y = \gamma \odot \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta, \qquad \mu, \sigma^2 \text{ over the last } \mathrm{normalizedDims} \text{ axes}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = \frac{1}{\sqrt{\sigma^2 + \epsilon}}\left(h - \overline{h} - \hat x\,\overline{h \odot \hat x}\right), \quad h = \gamma \odot g, \quad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \text{ bars: means over the normalised axes}; \qquad \frac{\partial L}{\partial \gamma} = \sum g \odot \hat x, \quad \frac{\partial L}{\partial \beta} = \sum g`,
    shapes: "input [N, *, D], output the same; weight, bias [D], where D are the last normalizedDims axes.",
    sources: [
      "Ba, Kiros and Hinton, Layer normalization (2016), https://arxiv.org/abs/1607.06450",
      "https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html",
    ],
  },
  params: {
    normalizedDims,
    eps: number({
      minimum: 0,
      default: 1e-5,
      help: "Added to the variance, so that it is not 0 if all values are equal.",
    }),
    elementwiseAffine: boolean({
      default: true,
      help: "Multiplies each feature by a learned factor and, with bias, adds a learned bias.",
    }),
    bias: boolean({ default: true, help: "Adds a learned bias if elementwiseAffine is on." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    expectTrailing(input("input"), params.normalizedDims);
    return { output: input("input") };
  },
  weights: ({ params, input }) =>
    params.elementwiseAffine
      ? affineWeights(expectTrailing(input("input"), params.normalizedDims), params.bias)
      : {},
  saves: ({ input }) => sampleSize(input("input")),
  lower: ({ b, params, input, weight }) => {
    const x = input("input");
    const found = moments(b, x, trailingAxes(x.type.shape, params.normalizedDims));
    const normal = standardise(b, found, params.eps);
    if (!params.elementwiseAffine) return { output: normal };
    const scaled = b.mul(normal, weight("weight"));
    return { output: params.bias ? b.add(scaled, weight("bias")) : scaled };
  },
});
