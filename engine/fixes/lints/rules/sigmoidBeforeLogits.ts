import { t } from "@vscode/l10n";
import { BCEWithLogitsLoss } from "../../../layers/loss/BCEWithLogitsLoss";
import { setParam } from "../../setParam";
import { bypass } from "../edits";
import { probabilities, sameNumbers, sigmoidLosses } from "../kinds";
import type { Lint } from "../lint";

/** The loss applies sigmoid, but so does the network before it. */
export const sigmoidBeforeLogits: Lint = {
  code: "sigmoid-before-logits-loss",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = sigmoidLosses.has(loss.layer) ? network.wireInto(loss, "input") : undefined;
      const maker = wire && network.maker(wire, sameNumbers);
      if (!wire || !maker || !probabilities.has(maker.node.layer)) return [];
      return [
        {
          at: maker.node,
          message: t(
            '{0}: {1} takes scores and applies sigmoid itself; it maps probabilities to 0.5 to 0.73, so no answer is ever a clear no. Connect the scores to "{2}", or use BCELoss.',
            maker.node.node.id,
            loss.layer.type,
            loss.node.id,
          ),
          fixes: () => [
            ...bypass(network, maker.node, maker.alone || wire.from !== maker.node ? undefined : wire),
            ...(loss.layer === BCEWithLogitsLoss ? setParam(network.typed, loss, "type", "BCELoss") : []),
          ],
        },
      ];
    }),
};
