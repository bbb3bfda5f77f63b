import type { DataPort } from "./catalog/source";

/** All samples of a source, numbered from 0. */
export interface Samples {
  readonly count: number;
  readonly ports: readonly SamplePort[];
  /** Of memory, for as long as they are used. */
  readonly bytes: number;
  /** What they came from; absent for a generator. */
  readonly files?: readonly SourceFile[];
  /** The line of its file where each sample stands, from 1; of tables. */
  readonly lines?: Int32Array;
  readonly read: ReadSamples;
}

/**
 * Writes samples into arrays, one after the other, in the order of their numbers in `indices`. Samples in memory are there
 * when it returns; others when its promise resolves, and until then neither the numbers nor the arrays may be changed. It can
 * be called again, with other arrays, before an earlier promise has resolved.
 *
 * @param into An array of [indices.length, …shape] for each port that is wanted, by its name.
 * @throws DataError, or any other error, where samples cannot be read; as a rejection where it reads asynchronously.
 */
export type ReadSamples = (indices: Int32Array, into: SampleArrays) => Promise<void> | undefined;

/** By port. */
export type SampleArrays = Readonly<Record<string, SampleArray>>;
export type SampleArray = Float32Array | Int32Array;

export interface SamplePort extends DataPort {
  /** The name of each number of a sample, where the data name them. */
  readonly features?: readonly string[];
}

/** A file that data came from. */
export interface SourceFile {
  /** As the parameter says it. */
  readonly name: string;
  readonly bytes: number;
}

/** An array for so many samples of a port. */
export function arrayFor({ dtype }: SamplePort, size: number): SampleArray {
  return dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
}
