/** What is known about a Dataset's content. Found by the engine, since shape inference reads no files. */
export interface DatasetFacts {
  readonly ports: Readonly<Record<string, PortFacts>>;
  readonly samples: number;
}

/** What is known about one port's values without loading them. */
export interface PortFacts {
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly classes?: number;
  /** In the order of their indices, if the data name them. */
  readonly classNames?: readonly string[];
  /**
   * Bounds on all values of all samples, for training and validation; absent if unknown. For tables and labels, the
   * exact bounds, from the file; otherwise what the format or the generator guarantees.
   */
  readonly range?: {
    readonly low: number;
    readonly high: number;
    /** The first samples, from 0, with these values; only for exact bounds. */
    readonly lowAt?: number;
    readonly highAt?: number;
    /** The lines of those samples in the file, from 1; for tables. */
    readonly lowLine?: number;
    readonly highLine?: number;
  };
  /** Whether every value is a whole number; absent if unknown. */
  readonly whole?: boolean;
  /** Classes without training samples, if any; at most ten. */
  readonly untrained?: readonly UntrainedClass[];
}

/** A class without training samples. */
export interface UntrainedClass {
  readonly class: number;
  /** The number of its samples, all of them held out for validation. */
  readonly validation: number;
}

/** By node id. */
export type DataFacts = Readonly<Record<string, DatasetFacts>>;
