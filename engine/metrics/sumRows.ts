import type { Builder, Value } from "../ops/operation";
import { sizeOf } from "../tensor/tensor";

/**
 * The sums of tensors of equal size, as one vector. They are concatenated first, so that a single reduction suffices.
 */
export function sumRows(b: Builder, tensors: readonly Value[]): Value {
  const rows = tensors.map((x) => b.reshape(x, { shape: [1, sizeOf(x.type.shape)] }));
  return b.sum(b.concat(rows, { axis: 0 }), { axes: [1], keepDims: false });
}
