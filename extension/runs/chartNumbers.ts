/** With six digits, which is all that a chart shows and half of what JSON would write. */
export function sixDigits(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(6)));
}

/** Means of at most `count` equal parts, each over its finite values; NaN for a part that has none. */
export function thinned(values: Float32Array, count: number): number[] {
  const parts = Math.min(count, values.length);
  return Array.from({ length: parts }, (_, part) => {
    let sum = 0;
    let finite = 0;
    const end = Math.floor(((part + 1) * values.length) / parts);
    for (let index = Math.floor((part * values.length) / parts); index < end; index++) {
      const value = values[index] ?? NaN;
      if (Number.isFinite(value)) {
        sum += value;
        finite++;
      }
    }
    return sum / finite;
  });
}

/** NaN of nothing, and where one of the values is. */
export function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
