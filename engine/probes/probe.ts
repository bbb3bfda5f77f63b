import type { Builder, Value } from "../ops/operation";
import type { HostArrays } from "../tensor/hostArrays";

/** Counts of elements in equal bins from `low` to `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  /** Empty if only the range was saved. */
  readonly counts: readonly number[];
}

export type ProbeValue = number | Histogram;

/** A trained weight at one step. */
export interface ProbedWeight {
  /** Before the step. */
  readonly weight: Value;
  readonly gradient: Value;
  /** After the step. */
  readonly next: Value;
}

/** The first output of an activation, over the batch. */
export interface ProbedOutput {
  readonly value: Value;
  /** The axis along which its units (features or channels) lie. */
  readonly units: number;
}

/** One value, or several by name, from which the host computes the statistic. */
type Parts = Value | Readonly<Record<string, Value>>;

interface Probe<Name extends string, Of, X, Read, Show> {
  /** Its key in a run's events and files, which must not change. */
  readonly name: Name;
  readonly of: Of;
  /** Appends its computation to a training step. Returns scalars or small vectors, which the device sends to the host. */
  readonly value: (b: Builder, x: X) => Parts;
  /** Computes the statistic from the named parts that `value` returned; not needed if that was a single scalar. */
  readonly read?: (parts: HostArrays) => Read;
  /** How the Gradients view draws it; without this it is not shown. */
  readonly show?: Show;
}

/** How a number is shown in a weight's row. Texts are translated when shown. */
export type NumberShow =
  /** On a logarithmic bar between two powers of ten, with a sparkline of the run beside it. */
  | { readonly as: "bar"; readonly title: string; readonly from: number; readonly to: number }
  | {
      readonly as: "number";
      readonly label: string;
      readonly title: string;
      readonly format: "number" | "ratio" | "fraction";
    };

/** A histogram of the selected weight; with `overTime`, also one per step over the run. */
export interface HistogramShow {
  readonly as: "histogram";
  readonly label: string;
  readonly overTime?: { readonly heading: string; readonly label: string };
}

type OfWeight = "weight" | "gradient";

/** A number that describes a weight or its gradient at a step. */
export type WeightNumber<Name extends string = string> = Probe<
  Name,
  OfWeight,
  ProbedWeight,
  number,
  NumberShow
>;
/** The distribution of a weight's or its gradient's elements at a step. */
export type WeightHistogram<Name extends string = string> = Probe<
  Name,
  OfWeight,
  ProbedWeight,
  Histogram,
  HistogramShow
> & { readonly read: (parts: HostArrays) => Histogram };
export type WeightProbe = WeightNumber | WeightHistogram;

/** A number that describes an activation's output at a step. */
export type OutputProbe<Name extends string = string> = Probe<
  Name,
  "output",
  ProbedOutput,
  number,
  NumberShow
>;

/** Keep a probe's name as a literal type, from which the events' fields are typed. */
export const weightNumber = <Name extends string>(probe: WeightNumber<Name>): WeightNumber<Name> => probe;
export const outputProbe = <Name extends string>(probe: OutputProbe<Name>): OutputProbe<Name> => probe;
