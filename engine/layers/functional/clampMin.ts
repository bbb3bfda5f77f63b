import type { Builder, Value } from "../../ops/operation";

/**
 * max(x, least). Where they are equal x gets the whole gradient, as PyTorch's `clamp_min` gives it; `b.maximum` would
 * give half.
 */
export function clampMin(b: Builder, x: Value, least: number): Value {
  return b.where(b.less(x, least), least, x);
}
