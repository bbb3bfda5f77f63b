import type { Reference } from "../parameters/reference";
import type { Builder, Value } from "../ops/operation";
import { number, type Values } from "../parameters/parameter";

/** A weight's gradient and the node that the weight belongs to. */
export interface NodeGradient {
  readonly node: string;
  readonly gradient: Value;
}

/** A gradient clipping method, applied between the backward pass and the optimizer. Written as IR. */
export interface Clipping {
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** What its reference page contains beyond this record. */
  readonly reference: Pick<Reference, "formula" | "sources">;
  readonly params: typeof clippingParams;
  /** The clipped gradients, in the given order. */
  readonly clip: (
    b: Builder,
    params: Values<typeof clippingParams>,
    gradients: readonly NodeGradient[],
  ) => readonly Value[];
}

export const clippingParams = {
  limit: number({
    above: 0,
    default: 1,
    help: "The largest allowed gradient, or norm of gradients.",
  }),
};
