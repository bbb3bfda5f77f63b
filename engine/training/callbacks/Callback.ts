import type { Batch } from "../../data/batch";
import type { Run } from "../Timetable";

/** The result of an epoch. Callbacks fill it in for the callbacks after them. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  /** Steps done. */
  readonly step: number;
  /** The loss by which epochs are compared; NaN until it is known, or if there is none. */
  loss: number;
  /** The loss of each objective, in their order; the validation loss if there is one. */
  losses: readonly number[];
  /** The value of the watched figure; NaN until it is known, or if there is none. */
  watched: number;
  /** Whether no earlier epoch has a better value of the watched figure; false until that is known. */
  isBest: boolean;
}

/**
 * Observes a training run or acts on it. For each hook, the loop calls all callbacks one after the other, in list
 * order. An error thrown by a hook ends the run.
 *
 * A hook with nothing to wait for returns undefined: in most steps nothing is due, and then nothing should be allocated
 * or awaited.
 */
export interface Callback {
  /** Before the first step. */
  start?(): Promise<void> | undefined;
  /** Before an objective's first run of a step, with its batch; `done` steps have been taken. */
  beforeStep?(batch: Batch, done: number, run: Run): Promise<void> | undefined;
  /** After a step was queued on the device, which may not have run yet; `now` is from `performance.now()`. */
  afterStep?(step: number, now: number): Promise<void> | undefined;
  /** After an epoch's last step, before its `afterStep`. */
  epoch?(result: EpochResult): Promise<void> | undefined;
  /** Before the run rests. */
  rest?(): Promise<void> | undefined;
  /** After the last step, unless the run has failed. */
  end?(): Promise<void> | undefined;
}
