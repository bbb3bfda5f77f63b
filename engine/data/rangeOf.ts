import type { DatasetFacts } from "../graph/typedGraph";
import { sizeOf } from "../ops/tensor";
import type { DataColumn } from "./dataset";

type Facts = DatasetFacts["ports"][string];

/** Where the numbers of a port's samples lie, in one pass; nothing for a port without numbers. */
export function rangeOf({ data, shape }: Pick<DataColumn, "data" | "shape">): Pick<Facts, "range" | "whole"> {
  let [low, high] = [Infinity, -Infinity];
  let [lowAt, highAt] = [0, 0];
  let whole = true;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? NaN;
    if (value < low) [low, lowAt] = [value, i];
    if (value > high) [high, highAt] = [value, i];
    if (whole && !Number.isInteger(value)) whole = false;
  }
  if (low > high) return {};
  const size = sizeOf(shape);
  return { range: { low, high, lowAt: Math.floor(lowAt / size), highAt: Math.floor(highAt / size) }, whole };
}
