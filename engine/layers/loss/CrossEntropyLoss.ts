import { t } from "@vscode/l10n";
import type { GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at, sizeOf } from "../../tensor/tensor";
import { classAxis, classWeight, ignoreIndex } from "../functional/classParams";
import {
  axisOf,
  chosen,
  classTargets,
  countedWeights,
  reduceWeighted,
  refuseUnknown,
  weighed,
  withAxis,
} from "../functional/classTargets";
import { classNumbers, probabilities } from "../functional/domains";
import { expectAxis } from "../functional/expect";
import { classesAlong, expectClassNumbers, expectClassWeights, sizeAlong } from "../functional/expectClasses";
import { classPredictions, rowsOfClasses } from "../functional/classPredictions";
import { defineLoss, expectSameShape, reduction, scalar } from "./defineLoss";
import { sumAll } from "../../ops/reductions";
import { logSoftmax } from "../functional/softmax";
import type { Loss, LowerContext } from "../layer";
import { choice, number } from "../../parameters/parameter";
import { atLeast } from "../range";

const params = {
  weight: classWeight,
  labelSmoothing: number({
    default: 0,
    minimum: 0,
    maximum: 1,
    help: "The fraction of probability that is spread over all classes.",
  }),
  ignoreIndex,
  dim: classAxis,
  target: choice(["classes", "probabilities"], {
    default: "classes",
    help: "What the target contains: class indices (int32), or one probability per class (float32).",
  }),
  reduction,
};
type Context = LowerContext<typeof params>;

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 * PyTorch distinguishes class indices from probabilities by the target's dtype; here `target` says which, so that other
 * numbers are not mistaken for probabilities. A class index that does not exist gives NaN, where PyTorch raises an
 * error.
 */
export const CrossEntropyLoss = defineLoss({
  type: "CrossEntropyLoss",
  summary:
    "For choosing one class: compares scores (logits, without Softmax) with the index of the right class.",
  keywords: ["cross entropy", "softmax loss", "log loss", "classification"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_n = -w_{y_n} \log \operatorname{softmax}(x_n)_{y_n} \\ L = \frac{\sum_n \ell_n}{\sum_n w_{y_n}} \text{ or } \sum_n \ell_n \text{ over all } y_n \ne \texttt{ignoreIndex} \\ \text{with probabilities } q \text{ as target } \ell_n = -\sum_c w_c q_{nc} \log \operatorname{softmax}(x_n)_c \text{ and } L = \tfrac1N \sum_n \ell_n \\ \text{labelSmoothing } \epsilon \text{ makes } (1 - \epsilon) q + \epsilon / C \text{ of the target} \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_n}{\partial x_n} = \operatorname{softmax}(x_n) - \operatorname{onehot}(y_n) \text{ with weights } 1, \text{ divided by their number for a mean}`,
    shapes:
      "input [N, C, *], target int32 [N, *] or float32 [N, C, *], weight [C], output []; with dim -1 input [N, *, C], target [N, *]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
      "https://arxiv.org/abs/1512.00567 (label smoothing)",
    ],
  },
  params,
  inputs: [
    { name: "input", help: "One score per class." },
    {
      name: "target",
      role: "target",
      dtype: "any",
      help: "The index of the right class (int32), or one probability per class (float32).",
    },
  ],
  infer: ({ params, input }) => {
    const [scores, target] = [input("input"), input("target")];
    expectKind(params.target, target);
    expectClassWeights(params.weight, classesOf(params, scores, target));
    return { output: scalar };
  },
  domains: ({ params, input }) => {
    const scores = input("input");
    if (params.target === "classes")
      return { target: classNumbers(classesAlong(scores, params.dim), params.ignoreIndex) };
    const advice = t("Each class needs a probability, and each row must add up to 1.");
    return { target: { ...probabilities(advice), sumAxis: expectAxis(params.dim, scores) } };
  },
  ranges: () => ({ output: atLeast(0) }),
  lower: (context) => (context.params.target === "classes" ? ofNumbers(context) : ofProbabilities(context)),
  predictions: {
    classes: ({ b, params, input, types }) => {
      const [scores, target] = [input("input"), input("target")];
      const axis = axisOf(params.dim, scores);
      if (params.target === "classes")
        return classPredictions(
          b,
          scores,
          (rows) => logSoftmax(b, rows, 1),
          target,
          axis,
          params.ignoreIndex,
          types.target?.[0]?.classes,
        );
      const rows = rowsOfClasses(b, scores, axis);
      return {
        scores: rows,
        logProbabilities: logSoftmax(b, rows, 1),
        target: b.argmax(rowsOfClasses(b, target, axis), { axis: 1 }),
        counted: b.broadcast(b.constant({ value: 1 }), { shape: [at(rows.type.shape, 0)] }),
      };
    },
  },
});

/** Throws a LayerProblem for the wrong dtype: real numbers mistaken for probabilities would train to nothing. */
function expectKind(kind: "classes" | "probabilities", { dtype }: GraphType): void {
  if (kind === "classes" && dtype !== "int32") {
    throw new LayerProblem(
      "dtype-mismatch",
      t(
        'its target takes whole numbers (int32), such as class labels, but gets float32; if these are a probability for each class, set target to "probabilities"',
      ),
      { port: "target" },
    );
  }
  if (kind === "probabilities" && dtype !== "float32") {
    throw new LayerProblem(
      "dtype-mismatch",
      t('its target takes probabilities (float32) but gets whole numbers (int32); set target to "classes"'),
      { param: "target" },
    );
  }
}

function classesOf(params: Context["params"], scores: GraphType, target: GraphType): number {
  if (params.target === "classes") return expectClassNumbers(scores, target, params.dim);
  expectSameShape(scores, target);
  return sizeAlong(scores, expectAxis(params.dim, scores));
}

function ofNumbers({ b, params, input, types }: Context): Loss {
  const { weight, labelSmoothing, ignoreIndex, reduction } = params;
  const scores = input("input");
  const axis = axisOf(params.dim, scores);
  const logs = logSoftmax(b, scores, axis);
  const known = types.target?.[0]?.classes;
  const targets = classTargets(b, scores, input("target"), axis, ignoreIndex, known);
  const terms = weighed(b, logs, weight, axis);
  const right = b.neg(chosen(b, terms, targets, axis));
  const classes = at(scores.type.shape, axis);
  const spread = () => {
    const counted = targets.counted ? b.mul(terms, withAxis(b, targets.counted, axis)) : terms;
    return b.mul(b.sum(counted, { axes: [axis], keepDims: false }), -1 / classes);
  };
  const loss =
    labelSmoothing === 0 ? right : b.add(b.mul(1 - labelSmoothing, right), b.mul(labelSmoothing, spread()));
  return reduceWeighted(
    b,
    refuseUnknown(b, loss, targets, axis),
    countedWeights(b, targets, weight, axis),
    reduction,
  );
}

function ofProbabilities({ b, params, input }: Context): Loss {
  const { weight, labelSmoothing, reduction } = params;
  const [scores, target] = [input("input"), input("target")];
  const axis = axisOf(params.dim, scores);
  const classes = at(scores.type.shape, axis);
  const smooth =
    labelSmoothing === 0 ? target : b.add(b.mul(1 - labelSmoothing, target), labelSmoothing / classes);
  const sum = b.neg(sumAll(b, b.mul(smooth, weighed(b, logSoftmax(b, scores, axis), weight, axis))));
  return { sum, count: reduction === "sum" ? "none" : sizeOf(scores.type.shape) / classes };
}
