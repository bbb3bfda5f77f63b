import type { DataPort } from "./catalog/source";

/** All samples of a source, numbered from 0. */
export interface Samples {
  readonly count: number;
  readonly ports: readonly SamplePort[];
  /** The memory that they take while in use. */
  readonly bytes: number;
  /** The files they come from; absent for a generator. */
  readonly files?: readonly SourceFile[];
  /** The line of each sample in its file, from 1; for tables. */
  readonly lines?: Int32Array;
  readonly read: ReadSamples;
}

/**
 * Copies the samples with the given indices into arrays, in the order of `indices`. Samples in memory are copied
 * synchronously. Otherwise it returns a promise; until that resolves, neither the indices nor the arrays may be
 * changed. It can be called again with other arrays before an earlier promise has resolved.
 *
 * @param into An array of [indices.length, …shape] for each wanted port, by its name.
 * @throws DataError, or any other error, if samples cannot be read; as a rejection if it reads asynchronously.
 */
export type ReadSamples = (indices: Int32Array, into: SampleArrays) => Promise<void> | undefined;

/** By port. */
export type SampleArrays = Readonly<Record<string, SampleArray>>;
export type SampleArray = Float32Array | Int32Array;

export interface SamplePort extends DataPort {
  /** The names of a sample's values, if the data name them. */
  readonly features?: readonly string[];
}

/** A file that data came from. */
export interface SourceFile {
  /** As written in the parameter. */
  readonly name: string;
  readonly bytes: number;
}

/** An array of `size` elements for a port's values. */
export function arrayFor({ dtype }: SamplePort, size: number): SampleArray {
  return dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
}
