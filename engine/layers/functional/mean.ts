import type { Builder, Value } from "../../ops/operation";
import { sizeOf } from "../../tensor/tensor";
import type { Loss } from "../layer";

/** The sum, or the mean, of all elements: PyTorch's `reduction` of a loss. */
export function reduceAll(b: Builder, x: Value, reduction: "mean" | "sum"): Loss {
  return { sum: sumAll(b, x), count: reduction === "sum" ? "none" : sizeOf(x.type.shape) };
}

/** The sum of all elements as a scalar. */
export function sumAll(b: Builder, x: Value): Value {
  const axes = x.type.shape.map((_, axis) => axis);
  return axes.length > 0 ? b.sum(x, { axes, keepDims: false }) : x;
}
