import type { Builder, Value } from "../../ops/operation";
import { sizeOf } from "../../ops/tensor";

/** The sum, or the mean, of all elements as a scalar: PyTorch's `reduction` of a loss. */
export function reduceAll(b: Builder, x: Value, reduction: "mean" | "sum"): Value {
  const total = sumAll(b, x);
  return reduction === "sum" ? total : b.mul(total, 1 / sizeOf(x.type.shape));
}

/** The sum of all elements as a scalar. */
export function sumAll(b: Builder, x: Value): Value {
  const axes = x.type.shape.map((_, axis) => axis);
  return axes.length > 0 ? b.sum(x, { axes, keepDims: false }) : x;
}
