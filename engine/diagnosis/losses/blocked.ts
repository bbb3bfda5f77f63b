import { t } from "@vscode/l10n";
import { formatShare } from "../../run/format";
import { cutShare, deadUnits } from "../deadUnits";
import { newestLoss } from "./losses";
import type { LossDiagnosis } from "./diagnosis";

/** The loss now over the first: below it the network learns, whatever units are dead. */
const learning = 0.5;

/** A layer's units are silent for every sample, and the loss is still near where it began. */
export const blocked: LossDiagnosis = {
  kind: "dead",
  find({ activations, loss }) {
    const [worst] = deadUnits([...activations])
      .filter(({ share }) => share >= cutShare)
      .sort((a, b) => b.share - a.share);
    if (!worst || newestLoss(loss) < loss.get(0) * learning) return undefined;
    return {
      title: t(
        "{0} of the units before {1} are dead: hardly any gradient gets past them.",
        formatShare(worst.share),
        worst.activation,
      ),
      advice: t(
        "Lower the learning rate and train again, or use LeakyReLU or ELU, which always pass some gradient.",
      ),
    };
  },
};
