import type { LowerContext } from "../layers/layer";
import { carriedPath, type NodePath } from "../tensor/path";
import { float } from "../tensor/tensor";
import type { LowerOptions } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/**
 * How a node carries states to the next batch: in slots of their own for training and for validation, so that neither
 * changes the other's. The feed `carry` is 0 in the first batch of an epoch, so that nothing must be reset between steps.
 */
export function carriedState(
  builder: ProgramBuilder,
  node: NodePath,
  pass: LowerOptions["carries"],
): Pick<LowerContext<never>, "carried" | "carry"> {
  if (pass === undefined) return { carried: () => undefined, carry: () => undefined };
  return {
    carried: (state, shape) => {
      const before = builder.slot(carriedPath(node, state, pass), float(shape));
      return builder.b.where(builder.feed("carry", float([])), before, 0);
    },
    carry: (state, value) => {
      builder.update(carriedPath(node, state, pass), value);
    },
  };
}
