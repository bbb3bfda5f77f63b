import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** A stretch's mean loss over the first step's: above it the loss has shot up. */
const shotUp = 5;
/** Samples per batch below which one step's loss says little. */
const tellingBatch = 8;

/** The loss shot up and did not come back. */
export const diverging: LossDiagnosis = {
  kind: "diverging",
  find({ course, batchSize }) {
    if (!course || (batchSize ?? 0) < tellingBatch) return undefined;
    const { first, highest, now } = course;
    if (!(highest > first * shotUp && now > first / 2)) return undefined;
    return {
      title: t(
        "Loss shot up from {0} to {1} and is {2} now.",
        formatNumber(first),
        formatNumber(highest),
        formatNumber(now),
      ),
      advice: t("The learning rate is too high: try a tenth of it."),
    };
  },
};
