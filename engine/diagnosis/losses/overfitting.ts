import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** Epochs without a better validation loss before it counts as rising. */
const patience = 2;
/** By how much of its best the validation loss must have risen. */
const overfit = 1.02;

/** The validation loss has its minimum behind it while the training loss still falls. */
export const overfitting: LossDiagnosis = {
  kind: "overfitting",
  find({ train, validation, stepsPerEpoch }) {
    if (!validation || !train || validation.value.length < 3) return undefined;
    const values = validation.value.view();
    const best = values.reduce((least, value, epoch) => (value < (values[least] ?? NaN) ? epoch : least), 0);
    const last = values.length - 1;
    const bestValue = values[best] ?? NaN;
    const lastValue = values[last] ?? NaN;
    if (last - best < patience || !(lastValue > bestValue * overfit)) return undefined;
    // What was learned by heart is better known than what was not.
    if (!(lastValue > train.value.last)) return undefined;
    if (!(train.value.last < train.value.get(Math.min(best, train.value.length - 1)))) return undefined;
    const step = validation.step.get(best);
    const epoch = stepsPerEpoch === undefined ? best + 1 : Math.round(step / stepsPerEpoch);
    return {
      title: t(
        "Validation loss has been rising since epoch {0} while training loss falls: overfitting.",
        epoch,
      ),
      advice: t(
        "It was {0} then and is {1} now. More data, Dropout or weight decay help; the best checkpoint was kept.",
        formatNumber(bestValue),
        formatNumber(lastValue),
      ),
    };
  },
};
