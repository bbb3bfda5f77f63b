import type { Builder, Value } from "../ops/operation";
import { sumRows } from "./sumRows";

/** [sum, number] of what is measured of each element, or of those that count: `counted` is 1 there, else 0. */
export function total(b: Builder, x: Value, counted?: Value): Value {
  // Chosen, not multiplied: what does not count may be NaN.
  return counted
    ? sumRows(b, [b.where(counted, x, 0), counted])
    : sumRows(b, [x, b.broadcast(1, { shape: x.type.shape })]);
}

/** The mean of `total`'s totals; NaN of none. */
export function mean([sum = 0, number = 0]: Float64Array): number {
  return sum / number;
}
