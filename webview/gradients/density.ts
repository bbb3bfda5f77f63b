import type { Histogram } from "../../engine/probes/probe";

/** Whether a histogram can be drawn: its ends are numbers and something was counted. */
export function isDrawable({ low, high, counts }: Histogram): boolean {
  return Number.isFinite(low) && Number.isFinite(high) && counts.some((count) => count > 0);
}

/**
 * How dense a histogram's values lie at each of `points` equally spaced places from `low` to `high`, the densest being
 * 1. Between the middles of two bins it is interpolated, and outside the histogram it is 0. A histogram of a single
 * value is one spike.
 */
export function density(histogram: Histogram, low: number, high: number, points: number): number[] {
  const { counts } = histogram;
  const most = Math.max(...counts, 1);
  const width = (histogram.high - histogram.low) / counts.length;
  const spacing = (high - low) / (points - 1);
  return Array.from({ length: points }, (_, index) => {
    const x = low + index * spacing;
    if (!(width > 0)) return Math.abs(x - histogram.low) <= spacing / 2 ? 1 : 0;
    const place = (x - histogram.low) / width - 0.5;
    const left = Math.floor(place);
    const share = place - left;
    return ((counts[left] ?? 0) * (1 - share) + (counts[left + 1] ?? 0) * share) / most;
  });
}

/** The least stretch around 0 that holds all but a hundredth of each histogram on either side. */
export function symmetricRange(histograms: readonly Histogram[]): number {
  let range = 0;
  for (const histogram of histograms)
    range = Math.max(range, Math.abs(quantile(histogram, 0.01)), Math.abs(quantile(histogram, 0.99)));
  return range > 0 ? range * 1.2 : 1;
}

/** The value below which a share of a histogram lies, to the nearer end of its bin. */
function quantile({ low, high, counts }: Histogram, share: number): number {
  const width = (high - low) / counts.length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    below += count;
    if (below > total * share) return low + (share < 0.5 ? bin : bin + 1) * width;
  }
  return high;
}
