import { t } from "@vscode/l10n";
import { formatCount, formatNumber, formatShare } from "../run/format";
import type { Column } from "./Column";
import { deadUnits, limits } from "./diagnose";
import type { FigureColumn } from "./FigureColumn";
import { firstLoss, newestLoss, stretchMeans } from "./losses";
import type { ObservedActivation } from "./observed";

/** What a run is judged by beside its gradients. */
export interface ObservedRun {
  /** Each step's; NaN for one that has none. */
  readonly loss: Column;
  /** The loss at the end of each epoch, where there is one. */
  readonly train: FigureColumn | undefined;
  readonly validation: FigureColumn | undefined;
  readonly activations: Iterable<ObservedActivation>;
  /** Undefined where the run has not said it. */
  readonly batchSize: number | undefined;
  readonly stepsPerEpoch: number | undefined;
  /** The run takes no further step. */
  readonly ended: boolean;
}

/** What is wrong with a run, in a sentence, and what one can do about it. */
export interface RunFinding {
  readonly tone: "warning";
  readonly text: string;
  readonly advice: string;
}

/** Epochs without a better validation loss before it counts as rising. */
const patience = 2;
/** By how much of its best the validation loss must have risen. */
const overfit = 1.02;
/** The last stretch's mean loss over the best stretch's: above it the loss is rising. */
const rising = 1.5;
/** The last stretch's mean loss over the first's: above it the loss has not fallen. */
const notFalling = 0.98;
/** Steps before a loss that has not fallen is worth a word, while the run goes on and when it has ended. */
const enoughSteps = 200;
const enoughAtEnd = 50;
/** A stretch's mean loss over the first step's: above it the loss has shot up. */
const shotUp = 5;
/** Samples per batch below which one step's loss says little. */
const tellingBatch = 8;
/** The loss now over the first: below it the network learns, whatever units are dead. */
const learning = 0.5;

/** The worst that is wrong with a run. */
export function diagnoseRun(run: ObservedRun): RunFinding | undefined {
  return dead(run) ?? overfitting(run) ?? losing(run);
}

/** A layer's units are silent for every sample, and the loss is still near where it began. */
function dead({ activations, loss }: ObservedRun): RunFinding | undefined {
  const [worst] = deadUnits([...activations])
    .filter(({ share }) => share >= limits.cutShare)
    .sort((a, b) => b.share - a.share);
  if (!worst || newestLoss(loss) < loss.get(0) * learning) return undefined;
  return {
    tone: "warning",
    text: t(
      "{0} of the units before {1} are dead: hardly any gradient gets past them.",
      formatShare(worst.share),
      worst.activation,
    ),
    advice: t(
      "Lower the learning rate and train again, or use LeakyReLU or ELU, which always pass some gradient.",
    ),
  };
}

/** The validation loss has its minimum behind it while the training loss still falls. */
function overfitting({ train, validation, stepsPerEpoch }: ObservedRun): RunFinding | undefined {
  if (!validation || !train || validation.value.length < 3) return undefined;
  const values = validation.value.view();
  const best = values.reduce((least, value, epoch) => (value < (values[least] ?? NaN) ? epoch : least), 0);
  const last = values.length - 1;
  const bestValue = values[best] ?? NaN;
  const lastValue = values[last] ?? NaN;
  if (last - best < patience || !(lastValue > bestValue * overfit)) return undefined;
  if (!(train.value.last < train.value.get(Math.min(best, train.value.length - 1)))) return undefined;
  const step = validation.step.get(best);
  const epoch = stepsPerEpoch === undefined ? best + 1 : Math.round(step / stepsPerEpoch);
  return {
    tone: "warning",
    text: t("Validation loss has been rising since epoch {0} while training loss falls: overfitting.", epoch),
    advice: t(
      "It was {0} then and is {1} now. More data, Dropout or weight decay help; the best checkpoint was kept.",
      formatNumber(bestValue),
      formatNumber(lastValue),
    ),
  };
}

/** The loss shot up, rises, or never fell. */
function losing({ loss, batchSize, ended }: ObservedRun): RunFinding | undefined {
  if (loss.length < (ended ? enoughAtEnd : enoughSteps)) return undefined;
  const means = stretchMeans(loss);
  const early = means[0] ?? NaN;
  const now = means[means.length - 1] ?? NaN;
  const [lowest, highest] = [Math.min(...means), Math.max(...means)];
  const first = firstLoss(loss);
  if ((batchSize ?? 0) >= tellingBatch && highest > first * shotUp && now > first / 2)
    return {
      tone: "warning",
      text: t(
        "Loss shot up from {0} to {1} and is {2} now.",
        formatNumber(first),
        formatNumber(highest),
        formatNumber(now),
      ),
      advice: t("The learning rate is too high: try a tenth of it."),
    };
  if (now - lowest > (rising - 1) * Math.max(Math.abs(lowest), 1e-6) && now - lowest > 0.1 * Math.abs(early))
    return {
      tone: "warning",
      text: t("Loss rose from {0} back to {1}.", formatNumber(lowest), formatNumber(now)),
      advice: t("The learning rate may be too high: try a tenth of it."),
    };
  // A loss that shot up at once and came back to where it began has not fallen either.
  const began = Math.min(early, first);
  if (now > began - (1 - notFalling) * Math.abs(began) && Math.abs(began) > 1e-3)
    return {
      tone: "warning",
      text: t(
        "Loss has not fallen in {0} steps: it is still {1}.",
        formatCount(loss.length),
        formatNumber(now),
      ),
      advice: t(
        "Try another learning rate, and see in the Gradients view whether gradients reach every layer.",
      ),
    };
  return undefined;
}
