import { t } from "@vscode/l10n";
import { formatCount, formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** The loss has fallen if the last stretch's mean is below this fraction of the first's. */
const fallen = 0.98;
/** A loss that began below this has no room to fall. */
const small = 1e-3;

/** The loss never fell. */
export const notFalling: LossDiagnosis = {
  kind: "not-falling",
  find({ trend }) {
    if (!trend) return undefined;
    const { steps, early, first, now } = trend;
    // A loss that shot up at once and came back to where it began has not fallen either.
    const began = Math.min(early, first);
    if (!(now > began - (1 - fallen) * Math.abs(began) && Math.abs(began) > small)) return undefined;
    return {
      title: t("Loss has not fallen in {0} steps: it is still {1}.", formatCount(steps), formatNumber(now)),
      advice: t(
        "Try another learning rate, and check in the Gradients view that gradients reach every layer.",
      ),
    };
  },
};
