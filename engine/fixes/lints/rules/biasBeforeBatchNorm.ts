import { t } from "@vscode/l10n";
import { setParam } from "../../setParam";
import { affine, batchNorms } from "../kinds";
import type { Lint } from "../lint";

/** A bias that the normalisation after it removes. */
export const biasBeforeBatchNorm: Lint = {
  code: "bias-before-batch-norm",
  find: (network) =>
    network.nodes.flatMap((norm) => {
      const wire = batchNorms.has(norm.layer) ? network.wireInto(norm) : undefined;
      const before = wire?.from;
      // After a Linear on several positions, the channels are a different axis from its features.
      const sameChannels = before?.layer.units === "channels" || norm.inputs.input?.[0]?.shape.length === 2;
      if (!before || !affine.has(before.layer) || before.params?.bias !== true || !sameChannels) return [];
      if (network.wiresFrom(before).length !== 1) return [];
      const { id } = before.node;
      return [
        {
          at: before,
          param: "bias",
          message: t(
            '{0}: "{1}" subtracts the mean, which removes the bias, so the bias learns nothing. Set bias to false.',
            id,
            norm.node.id,
          ),
          fixes: () => setParam(network.typed, before, "bias", false),
        },
      ];
    }),
};
