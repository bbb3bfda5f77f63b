import type { Builder, Value } from "../../ops/operation";

/** Replaces an axis, one of the last two, by weighted sums along it: `weights` is [new size, size]. */
export function combineRows(b: Builder, x: Value, axis: number, weights: Value): Value {
  return axis === x.type.shape.length - 1
    ? b.matmul(x, weights, { transposeA: false, transposeB: true })
    : b.matmul(weights, x, { transposeA: false, transposeB: false });
}
