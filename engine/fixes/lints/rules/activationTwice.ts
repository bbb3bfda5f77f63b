import { t } from "@vscode/l10n";
import { Softplus } from "../../../layers/activation/Softplus";
import { Tanh } from "../../../layers/activation/Tanh";
import { bypass } from "../edits";
import { bending, restricting, sameNumbers, softmaxes } from "../kinds";
import type { Lint } from "../lint";

/** Two activations in a row. */
export const activationTwice: Lint = {
  code: "activation-twice",
  find: (network) =>
    network.nodes.flatMap((second) => {
      const wire = bending.has(second.layer) ? network.wireInto(second) : undefined;
      const maker = wire && network.maker(wire, sameNumbers);
      if (!maker?.alone || !bending.has(maker.node.layer)) return [];
      const first = maker.node;
      // Graph attention applies softmax to a LeakyReLU; a hand-built Mish applies Tanh to a Softplus.
      if (softmaxes.has(second.layer) && !restricting.has(first.layer)) return [];
      if (first.layer === Softplus && second.layer === Tanh) return [];
      return [
        {
          at: second,
          port: wire?.port,
          edge: wire?.source.edge,
          message: t(
            '{0}: two activations in a row, {1} ("{2}") and {3}. The second one only limits what the first one can output; keep one of them.',
            second.node.id,
            first.layer.type,
            first.node.id,
            second.layer.type,
          ),
          fixes: () => {
            const without = [bypass(network, second), bypass(network, first)];
            return (softmaxes.has(second.layer) ? without.toReversed() : without).flat();
          },
        },
      ];
    }),
};
