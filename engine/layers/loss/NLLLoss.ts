import { t } from "@vscode/l10n";
import { classAxis, classWeight, ignoreIndex } from "../functional/classParams";
import {
  axisOf,
  chosen,
  classTargets,
  countedWeights,
  reduceWeighted,
  refuseUnknown,
  weighed,
} from "../functional/classTargets";
import { classNumbers, logProbabilities } from "../functional/domains";
import { classesAlong, expectClassNumbers, expectClassWeights } from "../functional/expectClasses";
import { classPredictions } from "../functional/classPredictions";
import { defineLoss, reduction, scalar } from "./defineLoss";
import { atLeast } from "../range";

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 * A class index that does not exist gives NaN, where PyTorch raises an error.
 */
export const NLLLoss = defineLoss({
  type: "NLLLoss",
  summary: "For choosing one class from log-probabilities (after LogSoftmax); CrossEntropyLoss does both.",
  keywords: ["negative log likelihood"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_n = -w_{y_n} x_{n, y_n} \\ L = \frac{\sum_n \ell_n}{\sum_n w_{y_n}} \text{ or } \sum_n \ell_n \text{ over all } y_n \ne \texttt{ignoreIndex} \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_n}{\partial x_{nc}} = -w_c \text{ for } c = y_n, \text{ else } 0`,
    shapes:
      "input [N, C, *], target int32 [N, *], weight [C], output []; with dim -1 input [N, *, C], target [N, *]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html"],
  },
  params: { weight: classWeight, ignoreIndex, dim: classAxis, reduction },
  inputs: [
    { name: "input", help: "One log-probability per class." },
    { name: "target", role: "target", dtype: "int32", help: "The index of the right class." },
  ],
  infer: ({ params, input }) => {
    expectClassWeights(params.weight, expectClassNumbers(input("input"), input("target"), params.dim));
    return { output: scalar };
  },
  domains: ({ params, input }) => ({
    input: logProbabilities(
      t(
        "These are not log-probabilities: put a LogSoftmax before the loss, or use CrossEntropyLoss, which takes scores.",
      ),
    ),
    target: classNumbers(classesAlong(input("input"), params.dim), params.ignoreIndex),
  }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params: { weight, ignoreIndex, dim, reduction }, input, types }) => {
    const logs = input("input");
    const axis = axisOf(dim, logs);
    const targets = classTargets(b, logs, input("target"), axis, ignoreIndex, types.target?.[0]?.classes);
    const loss = b.neg(chosen(b, weighed(b, logs, weight, axis), targets, axis));
    const weights = countedWeights(b, targets, weight, axis);
    return reduceWeighted(b, refuseUnknown(b, loss, targets, axis), weights, reduction);
  },
  predictions: {
    classes: ({ b, params, input, types }) => {
      const logs = input("input");
      return classPredictions(
        b,
        logs,
        (rows) => rows,
        input("target"),
        axisOf(params.dim, logs),
        params.ignoreIndex,
        types.target?.[0]?.classes,
      );
    },
  },
});
