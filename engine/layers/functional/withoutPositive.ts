import type { Builder, Value } from "../../ops/operation";

/**
 * x where it is not positive, else 0: a safe argument for an exponential whose positive half is discarded, since its
 * infinity would spoil the gradient. Unlike `minimum`, it passes the whole gradient at 0.
 */
export function withoutPositive(b: Builder, x: Value): Value {
  return b.where(b.greater(x, 0), 0, x);
}
