import { t } from "@vscode/l10n";
import { MultiMarginLoss } from "../../../layers/loss/MultiMarginLoss";
import { bypass } from "../edits";
import { probabilities, restricting, sameNumbers, sigmoidLosses, softmaxes, softmaxLosses } from "../kinds";
import type { Lint } from "../lint";

/** The loss takes scores of any size, but an activation before it restricts their range. */
export const activationOnLogits: Lint = {
  code: "activation-on-logits",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const ofOne = sigmoidLosses.has(loss.layer);
      const ofSeveral = softmaxLosses.has(loss.layer) || loss.layer === MultiMarginLoss;
      const wire = ofOne || ofSeveral ? network.wireInto(loss, "input") : undefined;
      const maker = wire && network.maker(wire, sameNumbers);
      if (!wire || !maker || !restricting.has(maker.node.layer)) return [];
      const { node, layer } = maker.node;
      // Those have rules and messages of their own.
      if (ofOne ? probabilities.has(layer) : softmaxes.has(layer)) return [];
      return [
        {
          at: maker.node,
          message: t(
            '{0}: {1} takes scores of any size, but {2} restricts their range. Remove it before "{3}".',
            node.id,
            loss.layer.type,
            layer.type,
            loss.node.id,
          ),
          fixes: () =>
            bypass(network, maker.node, maker.alone || wire.from !== maker.node ? undefined : wire),
        },
      ];
    }),
};
