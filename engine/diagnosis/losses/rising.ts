import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** The last stretch's mean loss over the best stretch's: above it the loss is rising. */
const risen = 1.5;

/** The loss has fallen and rises again. */
export const rising: LossDiagnosis = {
  kind: "rising",
  find({ course }) {
    if (!course) return undefined;
    const { lowest, early, now } = course;
    const rise = now - lowest;
    if (!(rise > (risen - 1) * Math.max(Math.abs(lowest), 1e-6) && rise > 0.1 * Math.abs(early)))
      return undefined;
    return {
      title: t("Loss rose from {0} back to {1}.", formatNumber(lowest), formatNumber(now)),
      advice: t("The learning rate may be too high: try a tenth of it."),
    };
  },
};
