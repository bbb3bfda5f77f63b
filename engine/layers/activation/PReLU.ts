import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { constant } from "../initializer";
import { defineLayer } from "../layer";
import { integer, number } from "../../parameters/parameter";

/** He et al. (2015), arXiv:1502.01852. */
export const PReLU = defineLayer({
  type: "PReLU",
  category: "activation",
  gives: "activation",
  summary: "A LeakyReLU with a learned slope, one for all channels or one per channel.",
  keywords: ["parametric ReLU"],
  reference: {
    formula: String.raw`y = x \text{ for } x > 0, \text{ else } w x`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > 0, \text{ else } w; \quad \frac{\partial y}{\partial w} = \min(x, 0), \text{ summed over all that share } w`,
    shapes: "input [N, C, *], weight [1] or [C], output [N, C, *]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html",
      "https://arxiv.org/abs/1502.01852",
    ],
  },
  params: {
    numParameters: integer({
      minimum: 1,
      default: 1,
      help: "1 slope for all, or one per channel (axis 1).",
    }),
    init: number({ default: 0.25, help: "The initial slope." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { numParameters }, input }) => {
    const channels = input("input").shape[1] ?? 1;
    if (numParameters === 1 || numParameters === channels) return { output: input("input") };
    throw new LayerProblem(
      "shape-mismatch",
      t("has {0} slopes for {1}: use 1 or {2}", numParameters, showShape(input("input")), channels),
      { param: "numParameters" },
    );
  },
  weights: ({ params }) => ({
    weight: { shape: [params.numParameters], init: constant(params.init), trainable: true },
  }),
  lower: ({ b, params: { numParameters }, input, weight }) => {
    const x = input("input");
    const shape = x.type.shape.map((_, axis) => (axis === 1 ? numParameters : 1));
    const slope = b.reshape(weight("weight"), { shape });
    return { output: b.where(b.greater(x, 0), x, b.mul(x, slope)) };
  },
});
