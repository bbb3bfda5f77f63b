import { t } from "@vscode/l10n";
import { Hardmax } from "../../../layers/activation/Hardmax";
import { LogSoftmax } from "../../../layers/activation/LogSoftmax";
import { Softmax } from "../../../layers/activation/Softmax";
import { setParam } from "../../setParam";
import { axisSize } from "../axisSize";
import { classLosses, softmaxes } from "../kinds";
import type { Lint } from "../lint";

const alternatives = new Map([
  [Softmax, "Sigmoid"],
  [LogSoftmax, "LogSigmoid"],
]);

/** A softmax over a single score: the result is constant and has no gradient. */
export const softmaxOfOne: Lint = {
  code: "softmax-of-one",
  find: ({ typed, nodes }) =>
    nodes.flatMap((node) => {
      const { layer } = node;
      const competes = softmaxes.has(layer) || layer === Hardmax;
      if (!(competes || classLosses.has(layer)) || axisSize(node) !== 1) return [];
      const { id } = node.node;
      const alternative = alternatives.get(layer);
      return [
        {
          at: node,
          message: competes
            ? t(
                "{0}: {1} of a single number is constant, so nothing before it learns. Use Sigmoid for yes or no, or give it one score per class.",
                id,
                layer.type,
              )
            : t(
                "{0}: with a score for only one class, that class is always chosen, so nothing is learned. Use BCEWithLogitsLoss for yes or no, or give it one score per class.",
                id,
              ),
          fixes: () => (alternative === undefined ? [] : setParam(typed, node, "type", alternative)),
        },
      ];
    }),
};
