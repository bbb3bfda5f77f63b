import { t } from "@vscode/l10n";
import { BCELoss } from "../../../layers/loss/BCELoss";
import { setParam } from "../../setParam";
import { insertBefore } from "../edits";
import { probabilities, probabilityLosses, someNumbers, unbounded } from "../kinds";
import type { Lint } from "../lint";

/** The loss takes probabilities but gets scores, or the results of another activation. */
export const sigmoidMissing: Lint = {
  code: "sigmoid-missing",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = probabilityLosses.has(loss.layer) ? network.wireInto(loss, "input") : undefined;
      const maker = wire && network.maker(wire, someNumbers);
      if (!wire || !maker) return [];
      const { node, layer, params } = maker.node;
      const isActivation = layer.gives === "activation" && !probabilities.has(layer);
      // A Hardtanh from 0 to 1 is a hard sigmoid.
      if (!unbounded.has(layer) && (!isActivation || Number(params?.minVal) >= 0)) return [];
      return [
        {
          at: loss,
          port: "input",
          edge: wire.source.edge,
          message: t(
            '{0}: {1} takes probabilities from 0 to 1, but "{2}" ({3}) also outputs other numbers. Put a Sigmoid before it.',
            loss.node.id,
            loss.layer.type,
            node.id,
            layer.type,
          ),
          fixes: () =>
            isActivation
              ? maker.alone
                ? setParam(network.typed, maker.node, "type", "Sigmoid")
                : []
              : [
                  ...insertBefore(network, wire, [{ type: "Sigmoid" }]),
                  ...(loss.layer === BCELoss
                    ? setParam(network.typed, loss, "type", "BCEWithLogitsLoss")
                    : []),
                ],
        },
      ];
    }),
};
