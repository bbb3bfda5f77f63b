/** What a file-backed Dataset turned out to hold; asked of the engine, since inference reads no files. */
export interface DatasetFacts {
  readonly ports: Readonly<Record<string, PortFacts>>;
  readonly samples: number;
}

/** What is known of one port's values without loading them. */
export interface PortFacts {
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly classes?: number;
  /** In the order of their numbers, where the data name them. */
  readonly classNames?: readonly string[];
  /**
   * No value of any sample, trained on or kept for validation, lies outside. Read off the file for tables and labels,
   * where the bounds occur; what the format or the generator promises elsewhere. Absent: not known.
   */
  readonly range?: {
    readonly low: number;
    readonly high: number;
    /** The first samples, from 0, that have them; only where they occur. */
    readonly lowAt?: number;
    readonly highAt?: number;
    /** The lines of the file where those stand, from 1; of tables. */
    readonly lowLine?: number;
    readonly highLine?: number;
  };
  /** Whether every value is a whole number; absent: not known. */
  readonly whole?: boolean;
  /** Classes that no sample to train on has, where there are any; at most ten. */
  readonly untrained?: readonly UntrainedClass[];
}

/** A class that nothing is trained on. */
export interface UntrainedClass {
  readonly class: number;
  /** Samples of it, all of them held out for validation. */
  readonly validation: number;
}
/** By node id. */
export type DataFacts = Readonly<Record<string, DatasetFacts>>;
