import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** The loss has shot up if the mean of a stretch is more than this many times the first step's. */
const shotUp = 5;
/** With fewer samples per batch, the first step's loss is too noisy to compare with. */
const smallestBatch = 8;

/** The loss shot up and did not come back. */
export const diverging: LossDiagnosis = {
  kind: "diverging",
  find({ trend, batchSize }) {
    if (!trend || (batchSize ?? 0) < smallestBatch) return undefined;
    const { first, highest, now } = trend;
    if (!(highest > first * shotUp && now > first / 2)) return undefined;
    return {
      title: t(
        "Loss shot up from {0} to {1} and is now {2}.",
        formatNumber(first),
        formatNumber(highest),
        formatNumber(now),
      ),
      advice: t("The learning rate is too high: try a tenth of it."),
    };
  },
};
