/**
 * An SVG path through the values, oldest on the left, largest at the top; values that are not finite leave a gap. Empty
 * if there are too few.
 */
export function sparkline(values: readonly number[], width: number, height: number): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return "";
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const inset = 1.5;
  const y = (value: number) =>
    high === low ? height / 2 : inset + ((high - value) / (high - low)) * (height - 2 * inset);
  const step = width / (values.length - 1);
  let path = "";
  let drawing = false;
  values.forEach((value, index) => {
    const here = Number.isFinite(value);
    if (here)
      path += `${drawing ? " L" : `${path === "" ? "" : " "}M`}${(index * step).toFixed(1)},${y(value).toFixed(1)}`;
    drawing = here;
  });
  return path;
}
