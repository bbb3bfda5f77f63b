import { t } from "@vscode/l10n";
import { bypass, moveBehind } from "../edits";
import { batchNorms, dropouts } from "../kinds";
import type { Lint } from "../lint";

/**
 * The running statistics include the variance that Dropout adds, which is absent in inference.
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
            '{0}: "{1}" directly after it learns statistics with some values dropped, but at validation none are, so its results suffer. Move {2} after the normalisation.',
            id,
            norm.node.id,
            dropout.layer.type,
          ),
          fixes: () => [...moveBehind(network, dropout, norm), ...bypass(network, dropout)],
        },
      ];
    }),
};
