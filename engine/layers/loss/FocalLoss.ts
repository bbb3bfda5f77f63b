import { at } from "../../tensor/tensor";
import { classAxis, ignoreIndex } from "../functional/classParams";
import {
  axisOf,
  chosen,
  classTargets,
  reduceWeighted,
  refuseUnknown,
  weighed,
} from "../functional/classTargets";
import { classNumbers } from "../functional/domains";
import { classesAlong, expectClassNumbers, expectClassWeights } from "../functional/expectClasses";
import { classPredictions } from "../functional/classPredictions";
import { defineLoss, reduction, scalar } from "./defineLoss";
import { logSoftmax } from "../functional/softmax";
import { number, numbers } from "../../parameters/parameter";
import { atLeast } from "../range";

/**
 * Lin et al. (2017), arXiv:1708.02002, for several classes: cross-entropy times (1 − p)^γ. PyTorch has no such module;
 * the mean is over the samples that count, whatever alpha is, as in Keras's CategoricalFocalCrossentropy.
 * https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class
 * The binary form is SigmoidFocalLoss.
 */
export const FocalLoss = defineLoss({
  type: "FocalLoss",
  summary: "For choosing one class when some are rare: CrossEntropyLoss with less weight on easy samples.",
  reference: {
    formula: String.raw`\begin{gathered} \ell_n = -\alpha_{y_n} (1 - p_n)^\gamma \log p_n \\ p_n = \operatorname{softmax}(x_n)_{y_n} \\ \text{the mean is over all } y_n \ne \texttt{ignoreIndex} \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_n}{\partial x_{nc}} = \alpha_{y_n} (1 - p_n)^{\gamma - 1} \left(\gamma\, p_n \log p_n + p_n - 1\right) (\delta_{c y_n} - \operatorname{softmax}(x_n)_c)`,
    shapes:
      "input [N, C, *], target int32 [N, *], alpha [C] or [1], output []; with dim -1 input [N, *, C], target [N, *]",
    sources: [
      "https://arxiv.org/abs/1708.02002",
      "https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class",
    ],
  },
  params: {
    gamma: number({
      default: 2,
      minimum: 0,
      help: "How much easy samples are down-weighted; 0 weights all alike.",
    }),
    alpha: numbers({
      default: [],
      minimum: 0,
      help: "Weight of each class, or one number for all; empty means 1.",
    }),
    ignoreIndex,
    dim: classAxis,
    reduction,
  },
  inputs: [
    { name: "input", help: "One score per class." },
    { name: "target", role: "target", dtype: "int32", help: "The index of the right class." },
  ],
  infer: ({ params, input }) => {
    const classes = expectClassNumbers(input("input"), input("target"), params.dim);
    if (params.alpha.length !== 1) expectClassWeights(params.alpha, classes, "alpha");
    return { output: scalar };
  },
  domains: ({ params, input }) => ({
    target: classNumbers(classesAlong(input("input"), params.dim), params.ignoreIndex),
  }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input, types }) => {
    const scores = input("input");
    const axis = axisOf(params.dim, scores);
    const targets = classTargets(
      b,
      scores,
      input("target"),
      axis,
      params.ignoreIndex,
      types.target?.[0]?.classes,
    );
    const logs = logSoftmax(b, scores, axis);
    const alpha = at(scores.type.shape, axis) === params.alpha.length ? params.alpha : [];
    const entropy = b.neg(chosen(b, weighed(b, logs, alpha, axis), targets, axis));
    // log(1 − p) is the log-sum of the other classes' probabilities, since 1 − p itself would lose small ones. (1 −
    // p)^γ is its exponential, which is differentiable for every γ.
    const others = b.where(targets.right, -1e30, logs);
    const largest = b.stopGradient(b.max(others, { axes: [axis], keepDims: true }));
    const total = b.sum(b.exp(b.sub(others, largest)), { axes: [axis], keepDims: false });
    const missing = b.add(b.log(total), b.reshape(largest, { shape: total.type.shape }));
    const loss = b.mul(b.exp(b.mul(params.gamma, missing)), entropy);
    const scaled = params.alpha.length === 1 && alpha.length === 0 ? b.mul(at(params.alpha, 0), loss) : loss;
    return reduceWeighted(b, refuseUnknown(b, scaled, targets, axis), targets.counted, params.reduction);
  },
  predictions: {
    classes: ({ b, params, input, types }) => {
      const scores = input("input");
      const axis = axisOf(params.dim, scores);
      return classPredictions(
        b,
        scores,
        (rows) => logSoftmax(b, rows, 1),
        input("target"),
        axis,
        params.ignoreIndex,
        types.target?.[0]?.classes,
      );
    },
  },
});
