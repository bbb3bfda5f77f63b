import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { showShape } from "../../tensor/graphType";
import { at } from "../../tensor/tensor";
import { probabilities, yesOrNo } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { boolean, number } from "../../parameters/parameter";

/** Milletari, Navab and Ahmadi (2016), arXiv:1606.04797, equation 3, with squares in the denominator. */
export const DiceLoss = defineLoss({
  type: "DiceLoss",
  summary: "For masks: how little the predicted region (probabilities) and the true one overlap.",
  keywords: ["segmentation", "F1"],
  reference: {
    formula: String.raw`\begin{gathered} \ell = 1 - \frac{2 \sum_i p_i g_i + s}{\sum_i p_i^2 + \sum_i g_i^2 + s} \\ \text{over all numbers of a sample, or of one of its channels with } \texttt{perChannel} \end{gathered}`,
    gradient: String.raw`\begin{gathered} \frac{\partial \ell}{\partial p_j} = -\frac{2 g_j}{B} + \frac{2 p_j A}{B^2} \\ \text{with the numerator } A \text{ and the denominator } B \end{gathered}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://arxiv.org/abs/1606.04797"],
  },
  params: {
    smooth: number({
      default: 1,
      minimum: 0,
      help: "Added to numerator and denominator, so that predicting no region is correct for a sample without one.",
    }),
    perChannel: boolean({
      default: false,
      help: "Compares each channel (axis 1) separately, then averages.",
    }),
    reduction,
  },
  inputs: [
    { ...at(comparedPorts, 0), help: "Probabilities, after Sigmoid or Softmax." },
    { ...at(comparedPorts, 1), help: "1 inside, 0 outside." },
  ],
  infer: ({ params, input }) => {
    if (params.perChannel && input("input").shape.length < 3) {
      throw new LayerProblem(
        "axis-out-of-range",
        t("perChannel needs channels with positions but gets {0}", showShape(input("input"))),
        { param: "perChannel" },
      );
    }
    return inferComparison({ input });
  },
  domains: () => ({
    input: probabilities(t("These are not probabilities: put a Sigmoid or a Softmax before the loss.")),
    target: yesOrNo,
  }),
  lower: ({ b, params: { smooth, perChannel, reduction }, input }) => {
    const [x, target] = [input("input"), input("target")];
    const axes = x.type.shape.map((_, axis) => axis).slice(perChannel ? 2 : 1);
    const total = (value: typeof x) => b.sum(value, { axes, keepDims: false });
    const overlap = b.mul(2, total(b.mul(x, target)));
    const size = b.add(total(b.mul(x, x)), total(b.mul(target, target)));
    const dice = b.div(b.add(overlap, smooth), b.add(size, smooth));
    return reduceAll(b, b.sub(1, dice), reduction);
  },
  predictions: { binary: ({ input }) => ({ probability: input("input"), target: input("target") }) },
});
