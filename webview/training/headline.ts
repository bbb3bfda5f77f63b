import { t } from "@vscode/l10n";
import { diagnoseRun } from "../../engine/diagnosis/diagnoseRun";
import { lossShowsProgress } from "../../engine/diagnosis/lossShowsProgress";
import { firstLoss, newestLoss } from "../../engine/diagnosis/losses/losses";
import { formatCount, formatNumber } from "../../engine/run/format";
import { figureOf } from "../../engine/tensor/path";
import { formatDuration } from "./duration";
import { formatMetric, isMatrix, metricName, objectiveOfLoss } from "./metric";
import type { RunState } from "./runState";

/** The most important thing about a run in one sentence, with advice if there is any. */
export interface Headline {
  readonly tone: "quiet" | "good" | "warning" | "error";
  readonly text: string;
  readonly advice?: string;
}

/** A completed run counts as a success if its last loss is below this fraction of its first. */
const successRatio = 0.9;

/** The headline of the Training view: the worst problem, otherwise the progress. Undefined without a run. */
export function headline(state: RunState): Headline | undefined {
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
  // A diagnosis of overfitting would repeat what the reason says.
  if (end?.reason !== undefined) return progress(state);
  return diagnosis(state) ?? withWarning(state, progress(state));
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
      return start ? t("Running the first step on {0}…", start.device.name) : t("Starting the engine…");
  }
}

function diagnosis({ series, start, end, activations }: RunState): Headline | undefined {
  const loss = series.curve("loss")?.raw;
  if (!loss || !lossShowsProgress(start)) return undefined;
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

/** Replaces the advice by the engine's last warning, if there is one. */
function withWarning({ warnings }: RunState, { tone, text, advice }: Headline): Headline {
  const last = warnings.at(-1);
  return last ? { tone: "warning", text, advice: last.message } : { tone, text, advice };
}

/** The newest loss of each objective that still runs. Their sum says nothing: one may rise because another falls. */
function objectivesProgress(state: RunState, objectives: readonly { readonly name: string }[]): Headline {
  const losses = objectives.flatMap(({ name }) => {
    const curve = state.series.curve(figureOf(name, "loss"));
    const loss = curve ? newestLoss(curve.raw) : NaN;
    return Number.isNaN(loss) ? [] : [`${name} ${formatNumber(loss)}`];
  });
  return { tone: "quiet", text: t("Losses now: {0}.", losses.join(", ")), advice: outcome(state) };
}

function progress(state: RunState): Headline {
  const { series, start, end } = state;
  if (start?.objectives && start.objectives.length > 1) return objectivesProgress(state, start.objectives);
  const loss = series.curve("loss");
  const first = loss ? firstLoss(loss.raw) : NaN;
  const now = loss ? newestLoss(loss.raw) : NaN;
  const from = formatNumber(first);
  const to = formatNumber(now);
  const metric = start?.metrics.find((name) => !isMatrix(name) && objectiveOfLoss(name) === undefined);
  const value = metric === undefined ? undefined : series.validation.get(metric)?.value.last;
  const text =
    now >= first
      ? t("Loss started at {0} and is now {1}.", from, to)
      : metric === undefined || value === undefined
        ? t("Loss fell from {0} to {1}.", from, to)
        : t(
            "Loss fell from {0} to {1}; validation {2} is {3}.",
            from,
            to,
            metricName(metric),
            formatMetric(metric, value),
          );
  const good = end?.status === "completed" && now < first * successRatio;
  return { tone: good ? "good" : "quiet", text, advice: outcome(state) };
}

function outcome({ end, series }: RunState): string | undefined {
  if (end?.reason !== undefined) return end.reason;
  if (end?.status === "completed") return t("Completed in {0}.", formatDuration(series.seconds.last));
  if (end?.status === "stopped")
    return t("Stopped and saved after {0}.", formatDuration(series.seconds.last));
  return undefined;
}
