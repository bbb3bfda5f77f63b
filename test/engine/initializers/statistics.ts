/** Sums that a test looks at. */
export function moments(values: ArrayLike<number>) {
  const all = Array.from(values);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
  return { mean, variance, min: Math.min(...all), max: Math.max(...all) };
}

/** Kolmogorov and Smirnov's distance between numbers and a distribution, times √n; above 2.2 once in 8000 samples. */
export function distance(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Array.from(values).sort((a, b) => a - b);
  const n = sorted.length;
  const largest = sorted.reduce((most, x, i) => Math.max(most, cdf(x) - i / n, (i + 1) / n - cdf(x)), 0);
  return largest * Math.sqrt(n);
}

const step = 1e-3;
const table = cumulative();

/** The standard normal distribution, by Simpson's rule from −9 to 9, to about 1e-7. */
export function normalCdf(x: number): number {
  const place = Math.min(table.length - 2, Math.max(0, (x + 9) / step));
  const index = Math.floor(place);
  return table[index]! + (place - index) * (table[index + 1]! - table[index]!);
}

function cumulative(): Float64Array {
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const sums = new Float64Array(18 / step + 1);
  for (let i = 1; i < sums.length; i++) {
    const x = -9 + (i - 1) * step;
    sums[i] = sums[i - 1]! + (step / 6) * (density(x) + 4 * density(x + step / 2) + density(x + step));
  }
  return sums;
}
