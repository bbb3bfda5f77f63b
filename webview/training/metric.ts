import { t } from "@vscode/l10n";
import { metricCalled } from "../../engine/metrics";
import type { Metric } from "../../engine/metrics/metric";
import { formatNumber, formatFraction } from "../../engine/run/format";
import { readPath } from "../../engine/tensor/path";

/** What a run's name for a figure stands for: `loss`, `accuracy`, or `loss2.accuracy` of several losses. */
function read(name: string): { readonly metric: Metric | undefined; readonly of: string | undefined } {
  const path = readPath(name);
  return { metric: metricCalled(path?.name ?? name), of: path?.node };
}

/** A metric's name in a sentence or over a chart. */
export function metricName(metric: string): string {
  const { metric: known, of } = read(metric);
  if (!known) return t(metric);
  return of === undefined ? t(known.title) : `${t(known.title)} (${of})`;
}

/** What a metric says, in a sentence; undefined for the loss. */
export function metricSummary(name: string): string | undefined {
  const { metric } = read(name);
  return metric && t(metric.summary);
}

/** Whether a metric is a table of counts, and so has no curve. */
export function isMatrix(name: string): boolean {
  return read(name).metric?.kind === "matrix";
}

/** The metric that a run is judged by: the first that is a number, or the loss. */
export function mainMetric(metrics: readonly string[] = []): string {
  return metrics.find((name) => !isMatrix(name)) ?? "loss";
}

export function higherIsBetter(name: string): boolean {
  const { metric } = read(name);
  return metric?.kind === "number" && metric.better === "higher";
}

function isShare(name: string): boolean {
  const { metric } = read(name);
  return metric?.kind === "number" && metric.unit === "fraction";
}

/** A share in per cent, anything else with three figures, so that its width is steady while it changes. */
export function formatMetric(metric: string, value: number): string {
  if (isShare(metric)) return formatFraction(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1000 ? value.toPrecision(3).replace("-", "−") : formatNumber(value);
}

/** A place on the y axis, with as many digits as the distance between two places needs. */
export function formatTick(metric: string, value: number, step: number): string {
  if (isShare(metric)) return `${(value * 100).toFixed(digits(step * 100))}\u202f%`;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return value.toExponential(0).replace("e+", "e");
  return value.toFixed(digits(step === 0 ? size : Math.min(step, size || step)));
}

/** Decimals that write a step exactly, or nearly. */
function digits(step: number): number {
  let decimals = 0;
  while (decimals < 8 && Math.abs(step - Math.round(step)) > 1e-6 * step) {
    step *= 10;
    decimals++;
  }
  return decimals;
}
