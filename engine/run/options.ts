import type { DeviceChoice } from "./device";

export interface TrainOptions {
  /** The document as it is now, saved or not. */
  readonly text: string;
  /** Absolute path of the document: data paths are relative to its folder, and it names the run. */
  readonly file: string;
  /** Absolute path of the workspace folder, which no data path may leave. */
  readonly workspace: string;
  /** Absolute path of the folder that gets the run folder. */
  readonly runs: string;
  readonly device: DeviceChoice;
  /** Absolute path of a run folder to continue. */
  readonly resume?: string;
  /** Continues that run from its checkpoint of this step instead of its last one; what came after the step is given up. */
  readonly fromStep?: number;
  /** Goes on although the data have changed since. */
  readonly dataChanged?: boolean;
  /** Absolute path of a tensor file or a run folder whose weights a new run starts from, as far as they fit. */
  readonly weights?: string;
  readonly epochs?: number;
  readonly steps?: number;
  readonly seed?: number;
  /** Steps between two gradient statistics; 0: none. */
  readonly probeEvery: number;
  /** Keeps checkpoints by step, besides the best and the last one; absent for none. */
  readonly checkpoints?: KeptCheckpoints;
}

/** Both at least 1. */
export interface KeptCheckpoints {
  /** Steps between two of them; by default so many that `keep` of them cover the run. */
  readonly every?: number;
  /** At most so many stay, spread over the run. */
  readonly keep: number;
}
