import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { takeRows } from "./takeRows";

/** How one axis is resampled: the output size, and the width of an output element in input elements. */
export interface Resampling {
  readonly size: number;
  readonly ratio: number;
}

/**
 * Each position takes the element under its beginning: ⌊i·ratio⌋. This matches PyTorch, except for a factor that
 * differs from the ratio of the sizes when the sizes are equal or one is twice the other: there PyTorch's CPU kernels
 * use the ratio of the sizes for a single channel and in the gradient.
 */
export function resampleNearest(b: Builder, x: Value, axis: number, { size, ratio }: Resampling): Value {
  const { shape } = x.type;
  const from = at(shape, axis);
  if (size === from && ratio === 1) return x;
  const times = size / from;
  if (Number.isInteger(times) && ratio === 1 / times) {
    const columns = b.reshape(x, { shape: shape.toSpliced(axis + 1, 0, 1) });
    const repeated = b.broadcast(columns, { shape: shape.toSpliced(axis + 1, 0, times) });
    return b.reshape(repeated, { shape: shape.toSpliced(axis, 1, size) });
  }
  // PyTorch computes these positions in single precision on every device.
  const places = Array.from({ length: size }, (_, i) =>
    Math.min(Math.floor(Math.fround(i * Math.fround(ratio))), from - 1),
  );
  return takeRows(b, x, axis, b.table({ values: places, dtype: "int32" }));
}

/**
 * Each position interpolates between two elements. Its centre lies at (i + ½)·ratio − ½ of the input, but not before
 * the first element; with `alignCorners` at i·ratio, where the ratio aligns both ends.
 */
export function resampleLinear(
  b: Builder,
  x: Value,
  axis: number,
  { size, ratio }: Resampling,
  alignCorners: boolean,
): Value {
  const from = at(x.type.shape, axis);
  if (size === from) return x;
  const steps = b.iota({ shape: [size], axis: 0, dtype: "float32" });
  const source = alignCorners
    ? b.mul(steps, ratio)
    : b.maximum(b.sub(b.mul(b.add(steps, 0.5), ratio), 0.5), 0);
  const first = b.minimum(b.floor(source), from - 1);
  const second = b.minimum(b.add(first, 1), from - 1);
  const nearness = b.reshape(b.minimum(b.sub(source, first), 1), {
    shape: x.type.shape.map((_, i) => (i === axis ? size : 1)),
  });
  const [before, after] = [first, second].map((places) =>
    takeRows(b, x, axis, b.cast(places, { dtype: "int32" })),
  );
  return before && after ? b.add(before, b.mul(nearness, b.sub(after, before))) : x;
}
