import { t } from "@vscode/l10n";
import { bypass, moveBehind } from "../edits";
import { batchNorms, dropouts } from "../kinds";
import type { Lint } from "../lint";

/**
 * What Dropout does to the variance is in the running statistics, and is missing when the network is used.
 * Li et al., Understanding the Disharmony between Dropout and Batch Normalization (2018), arXiv:1801.05134.
 */
export const dropoutBeforeBatchNorm: Lint = {
  code: "dropout-before-batch-norm",
  find: (network) =>
    network.nodes.flatMap((norm) => {
      const dropout = batchNorms.has(norm.layer) ? network.wireInto(norm)?.from : undefined;
      if (!dropout || !dropouts.has(dropout.layer) || dropout.params?.p === 0) return [];
      const { id } = dropout.node;
      return [
        {
          at: dropout,
          message: t(
            '{0}: "{1}" right behind it learns the statistics of numbers that were dropped, which are others when nothing is dropped any more: validation suffers. Put {2} behind the normalisation.',
            id,
            norm.node.id,
            dropout.layer.type,
          ),
          fixes: () => [...moveBehind(network, dropout, norm), ...bypass(network, dropout)],
        },
      ];
    }),
};
