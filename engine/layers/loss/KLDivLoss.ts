import { t } from "@vscode/l10n";
import { logProbabilities, probabilities } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { boolean, choice } from "../../parameters/parameter";
import { at } from "../../tensor/tensor";

/** Kullback and Leibler (1951). https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html */
export const KLDivLoss = defineLoss({
  type: "KLDivLoss",
  summary: "How far the predicted log-probabilities (after LogSoftmax) are from a target distribution.",
  keywords: ["Kullback-Leibler divergence"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = y_i (\log y_i - x_i) \text{ with } 0 \log 0 = 0 \\ \text{or } e^{y_i}(y_i - x_i) \text{ with } \texttt{logTarget} \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = -y_i, \text{ or } -e^{y_i}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html",
      "Kullback, Leibler: On Information and Sufficiency (1951)",
    ],
  },
  params: {
    logTarget: boolean({ default: false, help: "Whether the target also contains log-probabilities." }),
    reduction: choice(["mean", "sum", "batchmean"], {
      default: "mean",
      help: "batchmean divides the sum by the number of samples, which is the divergence; mean also by their size.",
    }),
  },
  inputs: [
    { ...at(comparedPorts, 0), help: "Log-probabilities." },
    { ...at(comparedPorts, 1), help: "Probabilities." },
  ],
  infer: inferComparison,
  domains: ({ params }) => ({
    input: logProbabilities(t("These are not log-probabilities: put a LogSoftmax before the loss.")),
    target: params.logTarget
      ? logProbabilities(
          t("These are not log-probabilities: set logTarget to false, or put a LogSoftmax before the loss."),
        )
      : probabilities(
          t(
            "These are not probabilities: put a Softmax before the loss, or set logTarget if they are logarithms.",
          ),
        ),
  }),
  lower: ({ b, params: { logTarget, reduction }, input }) => {
    const [x, target] = [input("input"), input("target")];
    const loss = () => {
      if (logTarget) return b.mul(b.exp(target), b.sub(target, x));
      const some = b.greater(target, 0);
      const entropy = b.where(some, b.mul(target, b.log(b.where(some, target, 1))), 0);
      return b.sub(entropy, b.mul(target, x));
    };
    if (reduction !== "batchmean") return reduceAll(b, loss(), reduction);
    return { ...reduceAll(b, loss(), "sum"), count: at(x.type.shape, 0) };
  },
});
