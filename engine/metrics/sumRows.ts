import type { Builder, Value } from "../ops/operation";
import { sizeOf } from "../tensor/tensor";

/** The sums of tensors of equally many elements as one vector. They are put together first: one reduction does all. */
export function sumRows(b: Builder, tensors: readonly Value[]): Value {
  const rows = tensors.map((x) => b.reshape(x, { shape: [1, sizeOf(x.type.shape)] }));
  return b.sum(b.concat(rows, { axis: 0 }), { axes: [1], keepDims: false });
}
