import { t } from "@vscode/l10n";
import { metricCalled } from "../../engine/metrics";
import type { Metric } from "../../engine/metrics/metric";
import { playedFigureCalled, type PlayedFigure } from "../../engine/data/catalog/playedFigures";
import { formatNumber, formatFraction } from "../../engine/run/format";
import { readFigure, readPath } from "../../engine/tensor/path";

/** The metric for a name in a run: `loss`, `accuracy`, `loss2.accuracy` if there are several losses, `generator/accuracy` of an objective. */
function read(name: string): {
  readonly metric: Metric | PlayedFigure | undefined;
  readonly of: string | undefined;
} {
  const own = readFigure(name);
  if (own) return { metric: metricCalled(own.figure), of: own.objective };
  const path = readPath(name);
  return { metric: playedFigureCalled(name) ?? metricCalled(path?.name ?? name), of: path?.node };
}

/** A metric's name for display; for an objective's loss, the objective's. */
export function metricName(metric: string): string {
  const objective = objectiveOfLoss(metric);
  if (objective !== undefined) return objective;
  const { metric: known, of } = read(metric);
  if (!known) return t(metric);
  return of === undefined ? t(known.title) : `${t(known.title)} (${of})`;
}

/** A sentence about what a metric measures; undefined for the loss. */
export function metricSummary(name: string): string | undefined {
  const { metric } = read(name);
  return metric && t(metric.summary);
}

/** Whether a metric is a confusion matrix, which has no curve. */
export function isMatrix(name: string): boolean {
  return read(name).metric?.kind === "matrix";
}

/** The objective whose loss a figure is: that of `generator/loss`; undefined for everything else. */
export function objectiveOfLoss(name: string): string | undefined {
  const own = readFigure(name);
  return own?.figure === "loss" ? own.objective : undefined;
}

/** The metric that decides which epoch is the best: the first that is a number, or the loss. */
export function mainMetric(metrics: readonly string[] = []): string {
  return metrics.find((name) => !isMatrix(name) && objectiveOfLoss(name) === undefined) ?? "loss";
}

export function higherIsBetter(name: string): boolean {
  const { metric } = read(name);
  return metric?.kind === "number" && metric.better === "higher";
}

function isFraction(name: string): boolean {
  const { metric } = read(name);
  return metric?.kind === "number" && metric.unit === "fraction";
}

/** A fraction in percent, anything else with three significant digits, so that its width stays the same as it changes. */
export function formatMetric(metric: string, value: number): string {
  if (isFraction(metric)) return formatFraction(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1000 ? value.toPrecision(3).replace("-", "−") : formatNumber(value);
}

/** A tick on the y axis, with as many digits as the distance between two ticks needs. */
export function formatTick(metric: string, value: number, step: number): string {
  if (isFraction(metric)) return `${(value * 100).toFixed(digits(step * 100))}\u202f%`;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return value.toExponential(0).replace("e+", "e");
  return value.toFixed(digits(step === 0 ? size : Math.min(step, size || step)));
}

/** Number of decimals that represent a step exactly, or nearly so. */
function digits(step: number): number {
  let decimals = 0;
  while (decimals < 8 && Math.abs(step - Math.round(step)) > 1e-6 * step) {
    step *= 10;
    decimals++;
  }
  return decimals;
}
