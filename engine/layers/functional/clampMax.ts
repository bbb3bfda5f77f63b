import type { Builder, Value } from "../../ops/operation";

/** min(x, most). If they are equal, x gets the whole gradient, as in PyTorch's `clamp_max`; see `clampMin`. */
export function clampMax(b: Builder, x: Value, most: number): Value {
  return b.where(b.greater(x, most), most, x);
}
