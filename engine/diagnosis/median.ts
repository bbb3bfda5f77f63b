/** NaN for an empty list. */
export function median(values: readonly number[]): number {
  return middle([...values].sort((a, b) => a - b));
}

/** The median of sorted numbers. */
export function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}
