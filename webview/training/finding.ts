import { t } from "@vscode/l10n";
import { diagnoseRun } from "../../engine/diagnosis/diagnoseRun";
import { firstLoss, newestLoss } from "../../engine/diagnosis/losses/losses";
import { formatCount, formatNumber } from "../../engine/run/format";
import { formatDuration } from "./duration";
import { formatMetric, isMatrix, metricName } from "./metric";
import type { RunState } from "./runState";

/** What the view found, in a sentence, and what one can do about it. */
export interface Finding {
  readonly tone: "quiet" | "good" | "warning" | "error";
  readonly text: string;
  readonly advice?: string;
}

/** The last loss over the first: below it a completed run is a success. */
const success = 0.9;

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
  return wrong(state) ?? warned(state, reached(state));
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

function wrong({ series, start, end, activations }: RunState): Finding | undefined {
  const loss = series.curve("loss")?.raw;
  if (!loss) return undefined;
  const found = diagnoseRun({
    loss,
    train: series.trainEpochs.get("loss"),
    validation: series.validation.get("loss"),
    activations: activations.values(),
    batchSize: start?.batchSize,
    stepsPerEpoch: start?.stepsPerEpoch,
    ended: end !== undefined,
  });
  return found && { tone: "warning", text: found.title, advice: found.advice };
}

/** What was reached, and what the engine warned of last. */
function warned({ warnings }: RunState, { tone, text, advice }: Finding): Finding {
  const last = warnings.at(-1);
  return last ? { tone: "warning", text, advice: last.message } : { tone, text, advice };
}

function reached(state: RunState): Finding {
  const { series, start, end } = state;
  const loss = series.curve("loss");
  const first = loss ? firstLoss(loss.raw) : NaN;
  const now = loss ? newestLoss(loss.raw) : NaN;
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
