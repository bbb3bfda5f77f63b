import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";

/** `count` elements of one axis, `step` apart, from `start` on. */
export function stridedSlice(
  b: Builder,
  x: Value,
  axis: number,
  { start, step, count }: { readonly start: number; readonly step: number; readonly count: number },
): Value {
  const cut = (value: Value, along: number, first: number, end: number) =>
    b.slice(value, {
      starts: value.type.shape.map((_, i) => (i === along ? first : 0)),
      ends: value.type.shape.toSpliced(along, 1, end),
    });
  if (step === 1) return cut(x, axis, start, start + count);
  // Split into runs of `step` elements and take the first of each; the last run is padded with zeros, which are never
  // taken.
  const { shape } = x.type;
  const none = shape.map(() => 0);
  const missing = Math.max(0, start + count * step - at(shape, axis));
  const padded = missing > 0 ? b.pad(x, { before: none, after: none.toSpliced(axis, 1, missing) }) : x;
  const runs = b.reshape(cut(padded, axis, start, start + count * step), {
    shape: shape.toSpliced(axis, 1, count, step),
  });
  return b.reshape(cut(runs, axis + 1, 0, 1), { shape: shape.toSpliced(axis, 1, count) });
}
