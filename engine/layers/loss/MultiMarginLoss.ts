import { at } from "../../tensor/tensor";
import { classWeight } from "../functional/classParams";
import { chosen, classTargets, refuseUnknown, weighed, withAxis } from "../functional/classTargets";
import { classNumbers } from "../functional/domains";
import { classesAlong, expectClassNumbers, expectClassWeights } from "../functional/expectClasses";
import { classPredictions } from "../functional/classPredictions";
import { defineLoss, reduction, scalar } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { logSoftmax } from "../functional/softmax";
import { integer, number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** Crammer and Singer (2001). https://pytorch.org/docs/stable/generated/torch.nn.MultiMarginLoss.html */
export const MultiMarginLoss = defineLoss({
  type: "MultiMarginLoss",
  summary: "For choosing one class: pushes its score above all others by a margin.",
  keywords: ["SVM", "multi-class hinge"],
  reference: {
    formula: String.raw`\ell_n = \frac{w_{y_n}}{C} \sum_{c \ne y_n} \max(0, \text{margin} - x_{n, y_n} + x_{nc})^p`,
    gradient: String.raw`\text{With } p = 1: \frac{\partial \ell_n}{\partial x_{nc}} = \frac{w_{y_n}}{C} \text{ for every } c \ne y_n \text{ inside the margin, and minus their sum for } y_n`,
    shapes: "input [N, C], target int32 [N], weight [C], output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.MultiMarginLoss.html",
      "Crammer, Singer: On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines (2001)",
    ],
  },
  params: {
    p: integer({
      default: 1,
      minimum: 1,
      maximum: 2,
      help: "1 for the margin that is missing, 2 for its square.",
    }),
    margin: number({ default: 1, help: "How far the right class's score should be above the others." }),
    weight: classWeight,
    reduction,
  },
  inputs: [
    { name: "input", help: "One score per class." },
    { name: "target", role: "target", dtype: "int32", help: "The index of the right class." },
  ],
  infer: ({ params, input }) => {
    expectClassWeights(params.weight, expectClassNumbers(input("input"), input("target"), 1));
    return { output: scalar };
  },
  domains: ({ input }) => ({ target: classNumbers(classesAlong(input("input"), 1)) }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params: { p, margin, weight, reduction }, input }) => {
    const scores = input("input");
    const targets = classTargets(b, scores, input("target"), 1, none);
    const right = withAxis(b, chosen(b, scores, targets, 1), 1);
    // Where this is 0, there is no gradient, as in PyTorch.
    const missing = b.relu(b.add(b.sub(scores, right), margin));
    const each = b.where(targets.right, 0, p === 1 ? missing : b.mul(missing, missing));
    const loss = b.mul(b.sum(each, { axes: [1], keepDims: false }), 1 / at(scores.type.shape, 1));
    const weights = chosen(b, weighed(b, targets.right, weight, 1), targets, 1);
    return reduceAll(b, refuseUnknown(b, b.mul(weights, loss), targets, 1), reduction);
  },
  predictions: {
    classes: ({ b, input }) =>
      classPredictions(b, input("input"), (rows) => logSoftmax(b, rows, 1), input("target"), 1, none),
  },
});

/** A class index that never occurs. */
const none = -(2 ** 31);
