import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { timesTransposed } from "../../ops/matmul";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { chosen, classTargets } from "../functional/classTargets";
import { defineLoss, expectSameShape, reduction, scalar } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { logSoftmax } from "../functional/softmax";
import { boolean, number } from "../../parameters/parameter";
import { atLeast } from "../range";

/**
 * Van den Oord et al. (2018), arXiv:1807.03748, with the batch's other keys as negatives (Chen et al. 2020,
 * arXiv:2002.05709); `symmetric` is as in CLIP (Radford et al. 2021, arXiv:2103.00020). Neither PyTorch nor Keras has
 * it.
 */
export const InfoNCELoss = defineLoss({
  type: "InfoNCELoss",
  summary: "Contrastive: trains each query to find its own key among all keys of the batch.",
  reference: {
    formula: String.raw`\begin{gathered} s_{ij} = \frac{\cos(q_i, k_j)}{\tau} \\ \ell_i = -\log \frac{e^{s_{ii}}}{\sum_j e^{s_{ij}}} \\ \text{with } \texttt{symmetric } \tfrac12 \ell_i + \tfrac12 \ell'_i \\ \text{where } \ell'_j = -\log \frac{e^{s_{jj}}}{\sum_i e^{s_{ij}}} \\ \text{without } \texttt{normalize}\ s_{ij} = q_i \cdot k_j / \tau \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial s_{ij}} = \operatorname{softmax}(s_i)_j - \delta_{ij}`,
    shapes: "query [N, D], key [N, D], output []",
    sources: [
      "https://arxiv.org/abs/1807.03748",
      "https://arxiv.org/abs/2002.05709",
      "https://arxiv.org/abs/2103.00020",
    ],
  },
  params: {
    temperature: number({ default: 0.1, above: 0, help: "A lower value requires clearer differences." }),
    symmetric: boolean({ default: false, help: "Also trains each key to find its query." }),
    normalize: boolean({
      default: true,
      help: "Compares directions only: vectors are divided by their lengths.",
    }),
    reduction,
  },
  inputs: [
    { name: "query", help: "One vector per sample." },
    { name: "key", help: "The matching vector: another view of the same sample." },
  ],
  infer: ({ input }) => {
    if (input("query").shape.length !== 2) {
      throw new LayerProblem(
        "shape-mismatch",
        t("needs one vector per sample but gets {0}; Flatten can make one", showShape(input("query"))),
        { port: "query" },
      );
    }
    expectSameShape(input("query"), input("key"), ["query", "key"]);
    return { output: scalar };
  },
  domains: () => ({}),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) => {
    const scores = similarities(b, input("query"), input("key"), params.temperature, params.normalize);
    const towards = (axis: number) =>
      b.neg(
        chosen(b, logSoftmax(b, scores, axis), classTargets(b, scores, own(b, scores), axis, none), axis),
      );
    const loss = params.symmetric ? b.mul(0.5, b.add(towards(1), towards(0))) : towards(1);
    return reduceAll(b, loss, params.reduction);
  },
  predictions: {
    // Two classes, whatever the batch size: the query's own key, and the other key most similar to it.
    classes: ({ b, params, input }) => {
      const scores = similarities(b, input("query"), input("key"), params.temperature, params.normalize);
      const logs = logSoftmax(b, scores, 1);
      const targets = classTargets(b, scores, own(b, scores), 1, none);
      const rows = at(scores.type.shape, 0);
      const pair = (left: Value, right: Value) =>
        b.concat([b.reshape(left, { shape: [rows, 1] }), b.reshape(right, { shape: [rows, 1] })], {
          axis: 1,
        });
      const right = chosen(b, logs, targets, 1);
      const others = b.max(b.where(targets.right, -1e30, logs), { axes: [1], keepDims: false });
      const all = (value: number, dtype: "float32" | "int32") =>
        b.broadcast(b.constant({ value, dtype }), { shape: [rows] });
      return {
        scores: pair(right, others),
        logProbabilities: pair(right, b.log(b.maximum(b.sub(1, b.exp(right)), 1e-30))),
        target: all(0, "int32"),
        counted: all(1, "float32"),
      };
    },
  },
});

/** A class index that never occurs. */
const none = -1;

function similarities(b: Builder, query: Value, key: Value, temperature: number, normalize: boolean): Value {
  const scaled = (x: Value) => (normalize ? unit(b, x) : x);
  return b.mul(timesTransposed(b, scaled(query), scaled(key)), 1 / temperature);
}

/** Rows scaled to length 1, like `torch.nn.functional.normalize`; a row of zeros stays zero. */
function unit(b: Builder, x: Value): Value {
  const squares = b.sum(b.mul(x, x), { axes: [1], keepDims: true });
  return b.div(x, b.sqrt(b.maximum(squares, 1e-24)));
}

/** The index of each query's own key. */
function own(b: Builder, scores: Value): Value {
  return b.iota({ shape: [at(scores.type.shape, 0)], axis: 0, dtype: "int32" });
}
