import type { Builder, Value } from "../../ops/operation";

/**
 * x where it is not positive, else 0: what an exponential may be given whose other half is chosen away, since its
 * infinity would spoil the gradient. Unlike `minimum` it passes the whole gradient at 0.
 */
export function withoutPositive(b: Builder, x: Value): Value {
  return b.where(b.greater(x, 0), 0, x);
}
