import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { drawnOnce, dropout } from "../functional/dropout";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";

/**
 * Stochastic depth: Huang et al. (2016), arXiv:1603.09382, and Larsson et al., "FractalNet" (2016), arXiv:1605.07648.
 * In PyTorch: https://pytorch.org/vision/stable/generated/torchvision.ops.stochastic_depth.html in mode "row".
 */
export const DropPath = defineLayer({
  type: "DropPath",
  category: "regularisation",
  summary:
    "In training, sets whole random samples to 0: before the Add of a residual block, it skips the block.",
  keywords: ["stochastic depth"],
  reference: {
    formula: String.raw`y_n = \frac{m_n\,x_n}{1 - p}, \quad m_n \sim \mathrm{Bernoulli}(1 - p) \text{ for each sample, while training}; \qquad y = x \text{ otherwise}`,
    gradient: String.raw`\frac{\partial L}{\partial x_n} = \frac{m_n\,g_n}{1 - p} \text{ while training}; \quad g \text{ otherwise}`,
    shapes: "input [N, *], output the same.",
    sources: [
      "Huang et al., Deep networks with stochastic depth (2016), https://arxiv.org/abs/1603.09382",
      "Larsson, Maire and Shakhnarovich, FractalNet (2016), https://arxiv.org/abs/1605.07648",
      "https://pytorch.org/vision/stable/generated/torchvision.ops.stochastic_depth.html",
    ],
  },
  params: {
    p: number({ minimum: 0, maximum: 1, default: 0.1, help: "Fraction of the samples to drop." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => {
    const type = input("input");
    if (type.shape[0] === "N") return { output: type };
    throw new LayerProblem(
      "shape-mismatch",
      t("drops samples of a batch, but gets {0} without a batch", showShape(type)),
      { port: "input" },
    );
  },
  lower: (context) => {
    const x = context.input("input");
    return { output: dropout(context, x, context.params.p, drawnOnce(x, 0)) };
  },
});
