import { t } from "@vscode/l10n";
import { weightSettings } from "../../../layers/weightParams";
import { setParam } from "../../setParam";
import type { Lint } from "../lint";

/** The network has weights, but all of them are frozen. */
export const everythingFrozen: Lint = {
  code: "everything-frozen",
  find: ({ typed, nodes }) => {
    const learning = nodes.filter(({ parameterCount }) => parameterCount > 0);
    const last = learning.at(-1);
    const moves = learning.some(({ params }) => {
      const { frozen, learningRateFactor } = weightSettings(params);
      return !frozen && learningRateFactor !== 0;
    });
    if (!last || moves) return [];
    const { id } = last.node;
    const { frozen } = weightSettings(last.params);
    const param = frozen ? "frozen" : "learningRateFactor";
    return [
      {
        at: last,
        param,
        message: t(
          "{0}: these and all other weights before the losses are frozen, so nothing is learned. Unfreeze some of them, such as these.",
          id,
        ),
        fixes: () => setParam(typed, last, param, frozen ? false : 1),
      },
    ];
  },
};
