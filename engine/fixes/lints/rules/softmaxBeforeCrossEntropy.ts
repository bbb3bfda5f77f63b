import { t } from "@vscode/l10n";
import { LogSoftmax } from "../../../layers/activation/LogSoftmax";
import { setParam } from "../../setParam";
import { bypass } from "../edits";
import { sameNumbers, softmaxes, softmaxLosses } from "../kinds";
import type { Lint } from "../lint";

/** The loss applies softmax, but so does the network before it. */
export const softmaxBeforeCrossEntropy: Lint = {
  code: "softmax-before-cross-entropy",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = softmaxLosses.has(loss.layer) ? network.wireInto(loss, "input") : undefined;
      const maker = wire && network.maker(wire, sameNumbers);
      if (!wire || !maker || !softmaxes.has(maker.node.layer)) return [];
      const { node, layer } = maker.node;
      const onlyLogarithm = layer === LogSoftmax;
      return [
        {
          at: maker.node,
          message: onlyLogarithm
            ? t(
                '{0}: {1} applies log-softmax itself, so this one does nothing. Connect the scores to "{2}", or use NLLLoss.',
                node.id,
                loss.layer.type,
                loss.node.id,
              )
            : t(
                '{0}: {1} applies softmax itself. Applying it twice squeezes the scores and slows down learning. Connect the scores to "{2}".',
                node.id,
                loss.layer.type,
                loss.node.id,
              ),
          fixes: () => [
            ...bypass(network, maker.node, maker.alone || wire.from !== maker.node ? undefined : wire),
            ...(onlyLogarithm ? setParam(network.typed, loss, "type", "NLLLoss") : []),
          ],
        },
      ];
    }),
};
