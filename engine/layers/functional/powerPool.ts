import type { Builder, Value } from "../../ops/operation";
import { averagePool } from "./pool";
import type { Window } from "./window";

/**
 * (Σ xᵖ)^(1/p) of each window. As in PyTorch, a window that extends over the end with `ceilMode` counts as full, with
 * the mean of the elements present. A sum of 0 gives 0 with gradient 0, as in PyTorch. Where PyTorch gives NaN, this
 * does not: an odd p's root of a negative sum is negative, and a fractional p uses |x|.
 */
export function powerPool(b: Builder, x: Value, windows: readonly Window[], p: number): Value {
  const size = windows.reduce((product, { kernel }) => product * kernel, 1);
  const sum = b.mul(averagePool(b, power(b, x, p), windows, true), size);
  const isZero = b.equal(sum, 0);
  const magnitude = b.where(isZero, 1, b.abs(sum));
  const root = p === 1 ? magnitude : p === 2 ? b.sqrt(magnitude) : b.pow(magnitude, 1 / p);
  return b.where(isZero, 0, b.mul(b.sign(sum), root));
}

/** An integer power as a product, which is more precise than a device's `pow`. */
function power(b: Builder, x: Value, p: number): Value {
  if (!Number.isInteger(p)) return b.pow(b.abs(x), p);
  if (p === 1) return x;
  const half = power(b, x, Math.floor(p / 2));
  const square = b.mul(half, half);
  return p % 2 === 0 ? square : b.mul(square, x);
}
