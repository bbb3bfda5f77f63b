import type { Builder, Value } from "../../ops/operation";
import { at } from "../../ops/tensor";

/** Every `step`-th place from `start` up to and without `end` along one axis. */
export function strided(
  b: Builder,
  x: Value,
  axis: number,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): Value {
  const { shape } = x.type;
  const range = (value: Value, from: number, to: number) =>
    b.slice(value, {
      starts: value.type.shape.map((_, i) => (i === axis ? from : 0)),
      ends: value.type.shape.toSpliced(axis, 1, to),
    });
  if (step === 1) return range(x, start, end);
  // Rows of `step` places each, of which the first is kept.
  const rows = Math.ceil((end - start) / step);
  const missing = Math.max(0, start + rows * step - at(shape, axis));
  const none = shape.map(() => 0);
  const padded = missing > 0 ? b.pad(x, { before: none, after: none.toSpliced(axis, 1, missing) }) : x;
  const whole = range(padded, start, start + rows * step);
  const split = b.reshape(whole, { shape: shape.toSpliced(axis, 1, rows, step) });
  const firsts = b.slice(split, {
    starts: split.type.shape.map(() => 0),
    ends: split.type.shape.toSpliced(axis + 1, 1, 1),
  });
  return b.reshape(firsts, { shape: shape.toSpliced(axis, 1, rows) });
}
