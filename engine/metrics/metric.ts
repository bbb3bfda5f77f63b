import type { HostArray } from "../tensor/hostArrays";
import type { Predictions } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";

/** Counts or shares by row and column: whole numbers, [right class][predicted class]. */
export type Matrix = readonly (readonly number[])[];

/** How a metric is made of one kind of judgement. */
export interface Measure<Judged = never, Result = number | Matrix> {
  /**
   * What is added up over batches: float32 of a shape that does not depend on the batch's size, and small, because it
   * comes back from the device at every step. Counts are exact up to 2²⁴ in one batch, and beyond that over several.
   */
  readonly sums: (b: Builder, judged: Judged) => Value;
  /** Adds one batch's numbers to the totals, which are as many; by default each to its own. */
  readonly add?: (totals: Float64Array, batch: HostArray) => void;
  /** The metric of everything that was added; NaN where it is not defined, as for nothing at all. */
  readonly compute: (totals: Float64Array) => Result;
}

type Measures<Result> = { readonly [K in keyof Predictions]?: Measure<Predictions[K], Result> };

interface Common {
  /** As written in the document. */
  readonly name: string;
  /** Over a chart and in a sentence; translated when shown. */
  readonly title: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
}

/** A number for people that training does not minimise. */
export interface NumberMetric extends Common {
  readonly kind: "number";
  /** A share of 1 (shown in per cent) or a plain number. */
  readonly unit: "share" | "value";
  /** Which way is better. */
  readonly better: "higher" | "lower";
  /** By what a loss can say; the first kind of `classes`, `binary`, `values` that it can say is taken. */
  readonly of: Measures<number>;
}

/** A table of counts; told once an epoch. */
export interface MatrixMetric extends Common {
  readonly kind: "matrix";
  readonly of: Measures<Matrix>;
}

/**
 * What is measured beside the loss. A metric is no mean of batches' metrics, which would be wrong for most: sums are
 * added up over batches on the device and the host, and the metric is computed of the totals.
 */
export type Metric = NumberMetric | MatrixMetric;
