import type { Builder, Value } from "../ops/operation";
import type { HostArrays } from "../tensor/hostArrays";

/** Counts in equal bins from `low` to `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  /** Empty where only the range was saved. */
  readonly counts: readonly number[];
}

export type ProbeValue = number | Histogram;

/** A trained weight in one step. */
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

/** The values that a statistic is computed from on the host, by name; one alone needs none. */
type Parts = Value | Readonly<Record<string, Value>>;

interface Probe<Name extends string, Of, X, Read, Show> {
  /** Its key in a run's events and files: a promise to those who read them. */
  readonly name: Name;
  readonly of: Of;
  /** Appends its computation to a training step; gives scalars, or small vectors, that the device hands over. */
  readonly value: (b: Builder, x: X) => Parts;
  /** Makes the statistic of the parts that `value` names; of a single value it is the number itself. */
  readonly read?: (parts: HostArrays) => Read;
  /** How the Gradients view draws it; it does not show a probe without this. */
  readonly show?: Show;
}

/** How a number stands in a weight's row. Texts are translated when shown. */
export type NumberShow =
  /** On a logarithmic bar between two powers of ten, with its course over the run beside it. */
  | { readonly as: "bar"; readonly title: string; readonly from: number; readonly to: number }
  | {
      readonly as: "number";
      readonly label: string;
      readonly title: string;
      readonly format: "number" | "ratio" | "fraction";
    };

/** A histogram of the weight that is selected; `course` is the heading over its change in the run. */
export interface HistogramShow {
  readonly as: "histogram";
  readonly label: string;
  readonly course?: { readonly heading: string; readonly label: string };
}

type OfWeight = "weight" | "gradient";

/** A number of a weight or its gradient, at a step. */
export type WeightNumber<Name extends string = string> = Probe<
  Name,
  OfWeight,
  ProbedWeight,
  number,
  NumberShow
>;
/** A distribution of a weight or its gradient. */
export type WeightHistogram<Name extends string = string> = Probe<
  Name,
  OfWeight,
  ProbedWeight,
  Histogram,
  HistogramShow
> & { readonly read: (parts: HostArrays) => Histogram };
export type WeightProbe = WeightNumber | WeightHistogram;

/** A number of an activation's output. */
export type OutputProbe<Name extends string = string> = Probe<
  Name,
  "output",
  ProbedOutput,
  number,
  NumberShow
>;

/** Gives a record its own name as a type, so that events know which statistics there are. */
export const weightNumber = <Name extends string>(probe: WeightNumber<Name>): WeightNumber<Name> => probe;
export const outputProbe = <Name extends string>(probe: OutputProbe<Name>): OutputProbe<Name> => probe;
