import { t } from "@vscode/l10n";
import { weightSettings } from "../../../layers/weightParams";
import { setParam } from "../../setParam";
import type { Lint } from "../lint";

/** There are weights, and none of them may change. */
export const everythingFrozen: Lint = {
  code: "everything-frozen",
  find: ({ nodes }) => {
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
          "{0}: this and all other weights before the losses are frozen, so nothing is learned. Let some of them learn, such as this one.",
          id,
        ),
        fixes: () => [setParam(id, param, frozen ? false : 1)],
      },
    ];
  },
};
