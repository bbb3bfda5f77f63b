import { t } from "@vscode/l10n";
import { formatFraction } from "../../run/format";
import { cutFraction, deadUnits } from "../deadUnits";
import { newestLoss } from "./losses";
import type { LossDiagnosis } from "./diagnosis";

/** If the loss is below this fraction of the first, the network learns despite its dead units. */
const learning = 0.5;

/** Nearly all units of an activation are dead, and the loss is still close to where it began. */
export const blocked: LossDiagnosis = {
  kind: "dead",
  find({ activations, loss }) {
    const [worst] = deadUnits([...activations])
      .filter(({ fraction }) => fraction >= cutFraction)
      .sort((a, b) => b.fraction - a.fraction);
    if (!worst || newestLoss(loss) < loss.get(0) * learning) return undefined;
    return {
      title: t(
        "{0} of the units before {1} are dead: hardly any gradient gets past them.",
        formatFraction(worst.fraction),
        worst.activation,
      ),
      advice: t(
        "Lower the learning rate and train again, or use LeakyReLU or ELU, which always pass some gradient.",
      ),
    };
  },
};
