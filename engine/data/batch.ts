import type { HostArrays } from "../tensor/hostArrays";

/** A batch whose samples have been read. */
export interface Batch {
  /** 0 for a full batch, 1 for the smaller one at the end of a pass. */
  readonly part: 0 | 1;
  readonly size: number;
  /** The samples and scalars fed to a step, by feed name. */
  readonly feeds: HostArrays;
}

/** Where the batches of a run come from. */
export interface BatchSource {
  /**
   * The batch with a number, for a run of a training step (both from 0), valid until the next call. A promise only if it is
   * not in memory; batches from `end` on are not read ahead.
   */
  read(number: number, end: number, step: number): Batch | Promise<Batch>;
  /** The index of the sample of a node's Dataset in a row of a batch; undefined if there is none that can be named. */
  sampleAt(node: string, number: number, row: number): number | undefined;
}
