import { t } from "@vscode/l10n";
import { formatCount, formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** The last stretch's mean loss over the first's: above it the loss has not fallen. */
const fallen = 0.98;
/** A loss that began below this has nowhere to fall. */
const little = 1e-3;

/** The loss never fell. */
export const notFalling: LossDiagnosis = {
  kind: "not-falling",
  find({ course }) {
    if (!course) return undefined;
    const { steps, early, first, now } = course;
    // A loss that shot up at once and came back to where it began has not fallen either.
    const began = Math.min(early, first);
    if (!(now > began - (1 - fallen) * Math.abs(began) && Math.abs(began) > little)) return undefined;
    return {
      title: t("Loss has not fallen in {0} steps: it is still {1}.", formatCount(steps), formatNumber(now)),
      advice: t(
        "Try another learning rate, and see in the Gradients view whether gradients reach every layer.",
      ),
    };
  },
};
