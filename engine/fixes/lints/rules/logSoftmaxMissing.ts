import { t } from "@vscode/l10n";
import { Softmax } from "../../../layers/activation/Softmax";
import { NLLLoss } from "../../../layers/loss/NLLLoss";
import { setParam } from "../../setParam";
import { insertBefore } from "../edits";
import { logProbabilities, logProbabilityLosses, someNumbers, unbounded } from "../kinds";
import type { Lint } from "../lint";

/** The loss takes log-probabilities but gets scores or probabilities. */
export const logSoftmaxMissing: Lint = {
  code: "log-softmax-missing",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = logProbabilityLosses.has(loss.layer) ? network.wireInto(loss, "input") : undefined;
      const maker = wire && network.maker(wire, someNumbers).node;
      if (!wire || !maker) return [];
      const isActivation = maker.layer.gives === "activation";
      if (!unbounded.has(maker.layer) && !(isActivation && !logProbabilities.has(maker.layer))) return [];
      // The classes' axis is the last one, LogSoftmax's default, unless the loss says otherwise.
      const rank = loss.inputs.input?.[0]?.shape.length;
      const dim = loss.layer === NLLLoss && rank !== 2 ? loss.params?.dim : -1;
      return [
        {
          at: loss,
          port: "input",
          edge: wire.source.edge,
          message: t(
            '{0}: {1} takes log-probabilities, but "{2}" ({3}) outputs other numbers, for which the loss falls below 0 and is meaningless. Put a LogSoftmax before it.',
            loss.node.id,
            loss.layer.type,
            maker.node.id,
            maker.layer.type,
          ),
          fixes: () => [
            ...(maker.layer === Softmax
              ? setParam(network.typed, maker, "type", "LogSoftmax")
              : insertBefore(network, wire, [{ type: "LogSoftmax", params: dim === -1 ? {} : { dim } }])),
            ...(loss.layer === NLLLoss && !isActivation
              ? setParam(network.typed, loss, "type", "CrossEntropyLoss")
              : []),
          ],
        },
      ];
    }),
};
