import type { Value } from "../../ops/operation";
import type { LowerContext } from "../layer";
import type { Parameters } from "../../parameters/parameter";

/**
 * Standard normal random numbers, drawn anew at every step from two uniform ones each. They lie within ±5.8, because
 * uniform numbers have 24 bits. No gradient. Box and Muller (1958), doi:10.1214/aoms/1177706645
 */
export function normal(
  { b, uniform }: Pick<LowerContext<Parameters>, "b" | "uniform">,
  shape: readonly number[],
): Value {
  // 1 − u is above 0, so its logarithm is finite.
  const radius = b.sqrt(b.mul(b.log(b.sub(1, uniform(shape))), -2));
  return b.mul(radius, b.cos(b.mul(uniform(shape), 2 * Math.PI)));
}
