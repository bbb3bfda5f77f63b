/** Values rounded to six significant digits: enough for a chart, and half as long in JSON. */
export function sixDigits(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(6)));
}

/** The means of at most `count` equal parts, each over its finite values; NaN for a part without any. */
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

/** NaN without values, and if any value is NaN. */
export function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
