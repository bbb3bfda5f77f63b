import { t } from "@vscode/l10n";
import { showShape } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";
import { at } from "../../ops/tensor";
import { reduction, scalar } from "../functional/loss";
import { reduceAll } from "../functional/mean";
import { logSoftmax } from "../functional/softmax";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html, with class numbers as target. */
export const CrossEntropyLoss = defineLayer({
  type: "CrossEntropyLoss",
  category: "loss",
  summary: "For choosing one class: compares scores (logits, without Softmax) with the right class's number.",
  params: { reduction },
  inputs: [
    { name: "input", help: "A score for each class." },
    { name: "target", dtype: "int32", help: "The number of the right class." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ input }) => {
    const [logits, target] = [input("input"), input("target")];
    if (logits.shape.length !== 2) {
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "needs one score for each class but gets {0}; Flatten and Linear make scores of it",
          showShape(logits),
        ),
        { port: "input" },
      );
    }
    if (target.shape.length !== 1) {
      throw new LayerProblem(
        "shape-mismatch",
        t("needs one class number for each sample but gets {0}", showShape(target)),
        {
          port: "target",
        },
      );
    }
    return { output: scalar };
  },
  lower: ({ b, params, input }) => {
    const [logits, target] = [input("input"), input("target")];
    const right = b.oneHot(target, { depth: at(logits.type.shape, 1) });
    const chosen = b.sum(b.mul(right, logSoftmax(b, logits, 1)), { axes: [1], keepDims: false });
    return { output: reduceAll(b, b.neg(chosen), params.reduction) };
  },
  judge: {
    classes: ({ b, input }) => ({
      scores: input("input"),
      logProbabilities: logSoftmax(b, input("input"), 1),
      target: input("target"),
      counted: b.broadcast(1, { shape: input("target").type.shape }),
    }),
  },
});
