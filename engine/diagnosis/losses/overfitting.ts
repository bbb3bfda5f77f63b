import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import type { LossDiagnosis } from "./diagnosis";

/** Epochs without a better validation loss before it counts as rising. */
const patience = 2;
/** The validation loss must have risen to more than this many times its best. */
const overfit = 1.02;

/** The validation loss has passed its minimum while the training loss still falls. */
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
    // An overfitted network does better on the rows it was trained on.
    if (!(lastValue > train.value.last)) return undefined;
    if (!(train.value.last < train.value.get(Math.min(best, train.value.length - 1)))) return undefined;
    const step = validation.step.get(best);
    const epoch = stepsPerEpoch === undefined ? best + 1 : Math.round(step / stepsPerEpoch);
    return {
      title: t(
        "Overfitting: validation loss has been rising since epoch {0} while training loss is still falling.",
        epoch,
      ),
      advice: t(
        "It has risen from {0} to {1}. More data, dropout or weight decay can help; the best checkpoint is saved.",
        formatNumber(bestValue),
        formatNumber(lastValue),
      ),
    };
  },
};
