import type { Judgement } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";

/** A number for people that training does not minimise. */
export interface Metric<K extends keyof Judgement = keyof Judgement> {
  /** As written in the document. */
  readonly name: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** A share of 1 (shown in per cent) or a number in the target's unit. */
  readonly unit: "share" | "value";
  /** Which way is better. */
  readonly better: "higher" | "lower";
  /** What a loss must be able to say. */
  readonly needs: K;
  /** The mean over the batch as a scalar. */
  readonly lower: (b: Builder, judged: Judgement[K]) => Value;
}

/** Checks a metric's record against what it needs, then forgets its types: the registry holds `Metric`s. */
export function defineMetric<K extends keyof Judgement>(metric: Metric<K>): Metric {
  return metric as unknown as Metric;
}
