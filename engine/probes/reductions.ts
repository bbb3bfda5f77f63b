import type { Builder, Value } from "../ops/operation";

/** The largest finite float32. NaN and infinity are not below it. */
export const largestFinite = 3.4028234e38;

/** The sum of all elements, a scalar. */
export function total(b: Builder, x: Value): Value {
  return b.sum(x, { axes: allAxes(x), keepDims: false });
}

/** The Euclidean norm over all elements, a scalar. */
export function norm(b: Builder, x: Value): Value {
  return b.sqrt(total(b, b.mul(x, x)));
}

/** How many elements are NaN or infinite, a scalar. */
export function countNotFinite(b: Builder, x: Value): Value {
  return total(b, b.sub(1, b.less(b.abs(x), largestFinite)));
}

export function allAxes(x: Value): number[] {
  return x.type.shape.map((_, axis) => axis);
}
