import type { Builder, Value } from "../../ops/operation";
import { sumAll } from "../../ops/reductions";
import { sizeOf } from "../../tensor/tensor";
import type { Loss } from "../layer";

/** The sum, or the mean, of all elements: PyTorch's `reduction` of a loss. */
export function reduceAll(b: Builder, x: Value, reduction: "mean" | "sum"): Loss {
  return { sum: sumAll(b, x), count: reduction === "sum" ? "none" : sizeOf(x.type.shape) };
}
