import type { DataPort } from "./source";

/** A dataset in memory: every port's samples, contiguous, and which of them train and which validate. */
export interface Dataset {
  readonly samples: number;
  readonly columns: readonly DataColumn[];
  /** Sample numbers. Disjoint; together all samples. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

export interface DataColumn extends DataPort {
  /** [samples, …shape] */
  readonly data: Float32Array | Int32Array;
}
