import type { Builder, Value } from "./operation";

/** The largest finite float32: NaN and infinity are not less than it. */
export const largestFinite = 3.4028234e38;

/** The sum of all elements, a scalar. */
export function sumAll(b: Builder, x: Value): Value {
  return isScalar(x) ? x : b.sum(x, { axes: allAxes(x), keepDims: false });
}

/** The largest element, a scalar. */
export function maxAll(b: Builder, x: Value): Value {
  return isScalar(x) ? x : b.max(x, { axes: allAxes(x), keepDims: false });
}

/** The smallest element, a scalar. */
export function minAll(b: Builder, x: Value): Value {
  return b.neg(maxAll(b, b.neg(x)));
}

/** The Euclidean norm over all elements, a scalar. */
export function norm(b: Builder, x: Value): Value {
  return b.sqrt(sumAll(b, b.mul(x, x)));
}

/** How many elements are NaN or infinite, a scalar. */
export function countNotFinite(b: Builder, x: Value): Value {
  return sumAll(b, b.sub(1, b.less(b.abs(x), largestFinite)));
}

function isScalar({ type }: Value): boolean {
  return type.shape.length === 0;
}

function allAxes({ type }: Value): number[] {
  return type.shape.map((_, axis) => axis);
}
