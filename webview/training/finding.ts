import { t } from "@vscode/l10n";
import { deadUnits, limits } from "../gradients/diagnose";
import { formatCount, formatNumber, formatShare } from "../ui/format";
import type { Column } from "./Column";
import { formatDuration } from "./duration";
import { formatMetric, isMatrix, metricName } from "./metric";
import type { RunState } from "./runState";

/** What the view found, in a sentence, and what one can do about it. */
export interface Finding {
  readonly tone: "quiet" | "good" | "warning" | "error";
  readonly text: string;
  readonly advice?: string;
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
/** The last loss over the first: below it a completed run is a success. */
const success = 0.9;
/** Stretches that a run is cut into to see where its loss goes. */
const stretches = 20;

/** The one sentence on top of the Training view: the worst thing first, else what was reached. */
export function finding(state: RunState): Finding | undefined {
  const { end, series, start, phase } = state;
  if (state.name === undefined && start === undefined) return undefined;
  if (end?.status === "failed")
    return {
      tone: "error",
      text: end.error?.message ?? t("The run failed at step {0}.", formatCount(state.step)),
      advice: end.error?.hint ?? undefined,
    };
  if (end?.status === "interrupted")
    return {
      tone: "warning",
      text: end.error?.message ?? t("The run was interrupted at step {0}.", formatCount(state.step)),
      advice: end.error?.hint ?? t("Resume continues it from its last checkpoint."),
    };
  if (series.length === 0 || phase) return { tone: "quiet", text: beforeFirstStep(state) };
  return dead(state) ?? overfitting(state) ?? losing(state) ?? warned(state, reached(state));
}

function beforeFirstStep({ start, status, end, phase }: RunState): string {
  if (end) return t("The run ended before its first step.");
  if (status === "stopping") return t("Stopping…");
  switch (phase) {
    case "data":
      return t("Reading the data…");
    case "compile":
      return t("Compiling the model…");
    case "device":
      return t("Loading the model onto the device…");
    case "weights":
      return t("Setting the weights…");
    default:
      return start ? t("Taking the first step on {0}…", start.device.name) : t("Starting the engine…");
  }
}

/** A layer's units are silent for every sample, and the loss is still near where it began. */
function dead({ activations, series }: RunState): Finding | undefined {
  const [worst] = deadUnits([...activations.values()])
    .filter(({ share }) => share >= limits.cutShare)
    .sort((a, b) => b.share - a.share);
  const raw = series.curve("loss")?.raw;
  if (!worst || !raw || newest(raw) < raw.get(0) * learning) return undefined;
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
function overfitting({ series, start }: RunState): Finding | undefined {
  const validation = series.validation.get("loss");
  const train = series.trainEpochs.get("loss");
  if (!validation || !train || validation.value.length < 3) return undefined;
  const values = validation.value.view();
  const best = values.reduce((least, value, epoch) => (value < (values[least] ?? NaN) ? epoch : least), 0);
  const last = values.length - 1;
  const bestValue = values[best] ?? NaN;
  const lastValue = values[last] ?? NaN;
  if (last - best < patience || !(lastValue > bestValue * overfit)) return undefined;
  if (!(train.value.last < train.value.get(Math.min(best, train.value.length - 1)))) return undefined;
  const step = validation.step.get(best);
  const epoch = start ? Math.round(step / start.stepsPerEpoch) : best + 1;
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

/** What was reached, and what the engine warned of last. */
function warned({ warnings }: RunState, { tone, text, advice }: Finding): Finding {
  const last = warnings.at(-1);
  return last ? { tone: "warning", text, advice: last.message } : { tone, text, advice };
}

/** The loss shot up, rises, or never fell. */
function losing({ series, start, end }: RunState): Finding | undefined {
  const raw = series.curve("loss")?.raw;
  if (!raw || raw.length < (end ? enoughAtEnd : enoughSteps)) return undefined;
  const means = stretchMeans(raw);
  const early = means[0] ?? NaN;
  const now = means[means.length - 1] ?? NaN;
  const [lowest, highest] = [Math.min(...means), Math.max(...means)];
  const first = firstOf(raw);
  if ((start?.batchSize ?? 0) >= tellingBatch && highest > first * shotUp && now > first / 2)
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
        formatCount(raw.length),
        formatNumber(now),
      ),
      advice: t(
        "Try another learning rate, and see in the Gradients view whether gradients reach every layer.",
      ),
    };
  return undefined;
}

function reached(state: RunState): Finding {
  const { series, start, end } = state;
  const loss = series.curve("loss");
  const first = loss ? firstOf(loss.raw) : NaN;
  const now = loss ? newest(loss.raw) : NaN;
  const from = formatNumber(first);
  const to = formatNumber(now);
  const metric = start?.metrics.find((name) => !isMatrix(name));
  const figure = metric === undefined ? undefined : series.validation.get(metric)?.value.last;
  const text =
    now >= first
      ? t("Loss began at {0} and is {1}.", from, to)
      : metric === undefined || figure === undefined
        ? t("Loss fell from {0} to {1}.", from, to)
        : t(
            "Loss fell from {0} to {1}; validation {2} is {3}.",
            from,
            to,
            metricName(metric),
            formatMetric(metric, figure),
          );
  const good = end?.status === "completed" && now < first * success;
  return { tone: good ? "good" : "quiet", text, advice: outcome(state) };
}

function outcome({ end, series }: RunState): string | undefined {
  if (end?.status === "completed") return t("Completed in {0}.", formatDuration(series.seconds.last));
  if (end?.status === "stopped")
    return t("Stopped and saved after {0}.", formatDuration(series.seconds.last));
  return undefined;
}

/** The loss of the first step that has one. */
function firstOf(loss: Column): number {
  return loss.view().find(Number.isFinite) ?? NaN;
}

/** Mean loss of the last stretch. */
function newest(values: Column): number {
  return mean(values.view(values.length - Math.ceil(values.length / stretches)));
}

/** Mean loss of each of equally long stretches of the run, without those that have none. */
function stretchMeans(values: Column): number[] {
  const means: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const part = values.view(
      Math.floor((stretch * values.length) / stretches),
      Math.floor(((stretch + 1) * values.length) / stretches),
    );
    means.push(mean(part));
  }
  return means.filter(Number.isFinite);
}

/** Of the steps that have a loss. */
function mean(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
