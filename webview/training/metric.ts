import { t } from "@vscode/l10n";
import { formatNumber, formatShare } from "../ui/format";

/** Metrics that are shares of 1, of which more is better. Everything else is a loss or an error. */
const shares: ReadonlySet<string> = new Set(["accuracy", "precision", "recall", "f1", "auc", "iou"]);

const abbreviations: ReadonlySet<string> = new Set(["mae", "mse", "rmse", "auc"]);

/** A metric's name in a sentence or over a chart. */
export function metricName(metric: string): string {
  return abbreviations.has(metric) ? metric.toUpperCase() : t(metric);
}

export function higherIsBetter(metric: string): boolean {
  return shares.has(metric);
}

/** An accuracy in per cent, anything else with three figures, so that its width is steady while it changes. */
export function formatMetric(metric: string, value: number): string {
  if (shares.has(metric)) return formatShare(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1000 ? value.toPrecision(3).replace("-", "−") : formatNumber(value);
}

/** A place on the y axis, with as many digits as the distance between two places needs. */
export function formatTick(metric: string, value: number, step: number): string {
  if (shares.has(metric)) return `${(value * 100).toFixed(digits(step * 100))}\u202f%`;
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
