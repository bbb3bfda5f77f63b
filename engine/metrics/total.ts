import type { Builder, Value } from "../ops/operation";
import { sumRows } from "./sumRows";

/** [sum, number] of the values of all elements, or of those where `counted` is 1, not 0. */
export function total(b: Builder, x: Value, counted?: Value): Value {
  // Selected, not multiplied: an ignored value may be NaN.
  return counted
    ? sumRows(b, [b.where(counted, x, 0), counted])
    : sumRows(b, [x, b.broadcast(1, { shape: x.type.shape })]);
}

/** The mean from `total`'s totals; NaN if there are no elements. */
export function mean([sum = 0, number = 0]: Float64Array): number {
  return sum / number;
}
