import type { Histogram } from "../../engine/probes/probe";

/** Whether a histogram can be drawn: its range is finite and it is not empty. */
export function isDrawable({ low, high, counts }: Histogram): boolean {
  return Number.isFinite(low) && Number.isFinite(high) && counts.some((count) => count > 0);
}

/**
 * A histogram's density at `points` equally spaced positions from `low` to `high`, scaled so that the fullest bin is 1.
 * It is interpolated between bin centres and 0 outside the histogram. A histogram of a single value is one spike.
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
    const fraction = place - left;
    return ((counts[left] ?? 0) * (1 - fraction) + (counts[left + 1] ?? 0) * fraction) / most;
  });
}

/** Half-width of a range around 0 that covers the 1st to the 99th percentile of every histogram, plus a margin. */
export function symmetricRange(histograms: readonly Histogram[]): number {
  let range = 0;
  for (const histogram of histograms)
    range = Math.max(range, Math.abs(quantile(histogram, 0.01)), Math.abs(quantile(histogram, 0.99)));
  return range > 0 ? range * 1.2 : 1;
}

/** A histogram's quantile, rounded outwards to an edge of its bin. */
function quantile({ low, high, counts }: Histogram, fraction: number): number {
  const width = (high - low) / counts.length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    below += count;
    if (below > total * fraction) return low + (fraction < 0.5 ? bin : bin + 1) * width;
  }
  return high;
}
