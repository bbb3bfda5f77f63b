import type { Builder, Value } from "../../ops/operation";
import { sizeOf } from "../../ops/tensor";

/** The sum, or the mean, of all elements as a scalar: PyTorch's `reduction` of a loss. */
export function reduceAll(b: Builder, x: Value, reduction: "mean" | "sum"): Value {
  const axes = x.type.shape.map((_, axis) => axis);
  const total = axes.length > 0 ? b.sum(x, { axes, keepDims: false }) : x;
  return reduction === "sum" ? total : b.mul(total, 1 / sizeOf(x.type.shape));
}
