import type { GraphType } from "../../tensor/graphType";
import { at } from "../../tensor/tensor";

/** A shape with its axes permuted, and its unit axis after the permutation. */
export function rearranged(
  { shape, units }: GraphType,
  order: readonly number[],
): Pick<GraphType, "shape" | "units"> {
  const moved = units === undefined ? -1 : order.indexOf(units);
  return { shape: order.map((axis) => at(shape, axis)), ...(moved >= 0 && { units: moved }) };
}
