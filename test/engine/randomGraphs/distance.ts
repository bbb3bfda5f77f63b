/** The largest difference; infinite where one is not a number and the other is. */
export function distance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((most, value, i) => {
    const other = b[i] ?? NaN;
    if (Object.is(value, other) || value === other) return most;
    const difference = Math.abs(value - other);
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
}
