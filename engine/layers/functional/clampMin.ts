import type { Builder, Value } from "../../ops/operation";

/**
 * max(x, least). If they are equal, x gets the whole gradient, as in PyTorch's `clamp_min`; `b.maximum` would give it
 * half.
 */
export function clampMin(b: Builder, x: Value, least: number): Value {
  return b.where(b.less(x, least), least, x);
}
