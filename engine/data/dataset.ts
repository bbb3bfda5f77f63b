import type { DataPort } from "./catalog/source";

/** A dataset in memory: every port's samples, contiguous, and which of them train and which validate. */
export interface Dataset {
  readonly samples: number;
  readonly columns: readonly DataColumn[];
  /** Sample numbers. Disjoint; together all samples. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** What was read; absent for a generator. */
  readonly files?: readonly ReadFile[];
  /** The line of its file where each sample stands, from 1; of tables. */
  readonly lines?: Int32Array;
}

/** A file that data came from. */
export interface ReadFile {
  /** As the parameter says it. */
  readonly name: string;
  readonly bytes: number;
}

export interface DataColumn extends DataPort {
  /** The name of each number of a sample, where the data name them. */
  readonly features?: readonly string[];
  /** [samples, …shape] */
  readonly data: Float32Array | Int32Array;
}
