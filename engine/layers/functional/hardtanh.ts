import type { Builder, Value } from "../../ops/operation";

/** x clamped to low … high; like PyTorch's `hardtanh`, it passes no gradient at the bounds themselves. */
export function hardtanh(b: Builder, x: Value, low: number, high: number): Value {
  return b.where(b.greaterEqual(low, x), low, b.where(b.greaterEqual(x, high), high, x));
}
