import { sumAll } from "../ops/reductions";
import { isBias } from "../layers/isBias";
import { weightSettings } from "../layers/weightParams";
import type { Value } from "../ops/operation";
import type { LoweredNode } from "./lower";

/**
 * The terms that a node's `l1` and `l2` add to the loss: l1·Σ|w| + l2·Σw² for each trainable weight except biases that it holds, as in
 * Keras's `regularizers.L1L2` (https://keras.io/api/layers/regularizers/). Those of a frozen node are constant and remain
 * part of the loss.
 */
export function penaltiesOf({ typed, context }: LoweredNode): Value[] {
  const { b, weight } = context;
  const { l1, l2 } = weightSettings(typed.params);
  if (l1 === 0 && l2 === 0) return [];
  const names = Object.entries(typed.weights).flatMap(([name, { trainable }]) =>
    trainable && !isBias(name) && typed.shared?.[name] === undefined ? [name] : [],
  );
  return names.flatMap((name) => {
    const w = weight(name);
    return [
      ...(l1 > 0 ? [b.mul(sumAll(b, b.abs(w)), l1)] : []),
      ...(l2 > 0 ? [b.mul(sumAll(b, b.mul(w, w)), l2)] : []),
    ];
  });
}
