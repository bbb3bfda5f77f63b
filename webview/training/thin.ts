/**
 * Min-max decimation: divides x into `columns` intervals of equal width and returns the indices of the lowest and the
 * highest value of each, in order. A line through them covers the same pixels as a line through all points, so no spike
 * is lost. For an interval without finite values, its first index is returned, so that the line has a gap there.
 *
 * `x` ascends and is as long as `values`; only indices in [from, to) are considered. Returns at most 2 × columns indices,
 * and all of them if there are no more than that.
 */
export function thin(
  x: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  columns: number,
): number[] {
  const picked: number[] = [];
  if (to - from <= 2 * columns) {
    for (let index = from; index < to; index++) picked.push(index);
    return picked;
  }
  const start = x[from] ?? 0;
  const width = ((x[to - 1] ?? 0) - start) / columns;
  let index = from;
  for (let column = 0; column < columns && index < to; column++) {
    const end = column === columns - 1 ? Infinity : start + (column + 1) * width;
    const first = index;
    let lowest = -1;
    let highest = -1;
    let low = Infinity;
    let high = -Infinity;
    while (index < to && (x[index] ?? 0) < end) {
      const value = values[index] ?? NaN;
      if (Number.isFinite(value)) {
        if (value < low) {
          low = value;
          lowest = index;
        }
        if (value > high) {
          high = value;
          highest = index;
        }
      }
      index++;
    }
    if (index === first) continue;
    if (lowest < 0) picked.push(first);
    else if (lowest === highest) picked.push(lowest);
    else picked.push(Math.min(lowest, highest), Math.max(lowest, highest));
  }
  return picked;
}
