import { sampleSize } from "../../tensor/graphType";
import { affineWeights } from "../functional/affine";
import { meanAlong } from "../functional/moments";
import { expectTrailing, normalizedDims, trailingAxes } from "../functional/trailing";
import { defineLayer } from "../layer";
import { boolean, number } from "../../parameters/parameter";

/** The distance from 1 to the next float32: PyTorch's default eps for float32. */
const machineEpsilon = 2 ** -23;

/** Zhang and Sennrich (2019), arXiv:1910.07467. https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html */
export const RMSNorm = defineLayer({
  type: "RMSNorm",
  category: "normalisation",
  gives: "normalised",
  summary: "Scales the features of each sample to a mean square of 1: a cheaper LayerNorm without centring.",
  keywords: ["root mean square normalization"],
  reference: {
    formula: String.raw`y = \gamma \odot \frac{x}{\sqrt{\overline{x^2} + \epsilon}}, \qquad \overline{x^2} \text{ over the last } \mathrm{normalizedDims} \text{ axes}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = \frac{1}{r}\left(h - \hat x\,\overline{h \odot \hat x}\right), \quad r = \sqrt{\overline{x^2} + \epsilon}, \quad \hat x = \frac{x}{r}, \quad h = \gamma \odot g; \qquad \frac{\partial L}{\partial \gamma} = \sum g \odot \hat x`,
    shapes:
      "input [N, *, D], output the same; weight [D], where D are the last normalizedDims axes. Without eps it is 2⁻²³, the machine epsilon of float32, as in PyTorch, on every device.",
    sources: [
      "Zhang and Sennrich, Root mean square layer normalization (2019), https://arxiv.org/abs/1910.07467",
      "https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html",
    ],
  },
  params: {
    normalizedDims,
    eps: number({
      minimum: 0,
      optional: true,
      help: "Added to the mean square, so that it is not 0. Default: float32's machine epsilon, 2⁻²³.",
    }),
    elementwiseAffine: boolean({ default: true, help: "Multiplies each feature by a learned factor." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    expectTrailing(input("input"), params.normalizedDims);
    return { output: input("input") };
  },
  weights: ({ params, input }) =>
    params.elementwiseAffine
      ? affineWeights(expectTrailing(input("input"), params.normalizedDims), false)
      : {},
  saves: ({ input }) => sampleSize(input("input")),
  lower: ({ b, params, input, weight }) => {
    const x = input("input");
    const square = meanAlong(b, b.mul(x, x), trailingAxes(x.type.shape, params.normalizedDims));
    const scaled = b.div(x, b.sqrt(b.add(square, params.eps ?? machineEpsilon)));
    return { output: params.elementwiseAffine ? b.mul(scaled, weight("weight")) : scaled };
  },
});
