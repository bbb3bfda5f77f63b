import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** The loss is rising if the last stretch's mean is more than this many times the lowest stretch's. */
const risen = 1.5;

/** The loss fell and is rising again. */
export const rising: LossDiagnosis = {
  kind: "rising",
  find({ trend }) {
    if (!trend) return undefined;
    const { lowest, early, now } = trend;
    const rise = now - lowest;
    if (!(rise > (risen - 1) * Math.max(Math.abs(lowest), 1e-6) && rise > 0.1 * Math.abs(early)))
      return undefined;
    return {
      title: t("Loss rose from {0} back to {1}.", formatNumber(lowest), formatNumber(now)),
      advice: t("The learning rate may be too high: try a tenth of it."),
    };
  },
};
