import type { Judgement } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";

/** A number for people that training does not minimise. */
export interface Metric {
  /** As written in the document. */
  readonly name: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** A share of 1 (shown in per cent) or a number in the target's unit. */
  readonly unit: "share" | "value";
  /** Which way is better. */
  readonly better: "higher" | "lower";
  /** The mean over the batch as a scalar, by what a loss can say; the first kind that it can say is taken. */
  readonly of: { readonly [K in keyof Judgement]?: (b: Builder, judged: Judgement[K]) => Value };
}
