import type { HostArray } from "../tensor/hostArrays";
import type { Predictions } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";

/** Counts or fractions by row and column: [true class][predicted class]. */
export type Matrix = readonly (readonly number[])[];

/** How a metric is computed from one kind of predictions. */
export interface Measure<Kind = never, Result = number | Matrix> {
  /**
   * The sums over a batch, which are added up over batches: float32, with a shape that does not depend on the batch
   * size, and small, because it is read back from the device at every step. Counts are exact up to 2²⁴ per batch, and
   * beyond that over several.
   */
  readonly sums: (b: Builder, predictions: Kind) => Value;
  /** Adds one batch's sums to the totals; elementwise by default. */
  readonly add?: (totals: Float64Array, batch: HostArray) => void;
  /** The metric for the totals; NaN if it is undefined, for example without any rows. */
  readonly compute: (totals: Float64Array) => Result;
}

type Measures<Result> = { readonly [K in keyof Predictions]?: Measure<Predictions[K], Result> };

interface Common {
  /** As written in the document. */
  readonly name: string;
  /** The name shown above a chart and in sentences; translated when shown. */
  readonly title: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
}

/** A number that is reported but not minimised. */
export interface NumberMetric extends Common {
  readonly kind: "number";
  /** A fraction of 1 (shown as a percentage) or a plain number. */
  readonly unit: "fraction" | "value";
  /** Which way is better. */
  readonly better: "higher" | "lower";
  /** By kind of predictions; the first of `classes`, `binary`, `values` that the loss provides is used. */
  readonly of: Measures<number>;
}

/** A table of counts, reported once per epoch. */
export interface MatrixMetric extends Common {
  readonly kind: "matrix";
  readonly of: Measures<Matrix>;
}

/**
 * What is measured besides the loss. A metric is not the mean of the batches' metrics, which would be wrong for most:
 * sums are added up over batches on the device and the host, and the metric is computed from the totals.
 */
export type Metric = NumberMetric | MatrixMetric;
