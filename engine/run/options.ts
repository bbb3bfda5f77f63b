import type { DeviceChoice } from "./device";

export interface TrainOptions {
  /** The document's current text, saved or not. */
  readonly text: string;
  /** Absolute path of the document. Data paths are relative to its folder, and the run is named after it. */
  readonly file: string;
  /** Absolute path of the workspace folder, which data paths must not leave. */
  readonly workspace: string;
  /** Absolute path of the folder in which the run folder is created. */
  readonly runs: string;
  readonly device: DeviceChoice;
  /** Absolute path of the run folder to resume. */
  readonly resume?: string;
  /** Resume from the checkpoint at this step instead of the last one; everything after it is discarded. */
  readonly fromStep?: number;
  /** Resume even if the data have changed since. */
  readonly dataChanged?: boolean;
  /** Absolute path of a tensor file or run folder; a new run starts from those of its weights that match. */
  readonly weights?: string;
  readonly epochs?: number;
  readonly steps?: number;
  readonly seed?: number;
  /** Steps between gradient statistics; 0 turns them off. */
  readonly probeEvery: number;
  /** Keeps checkpoints by step, besides the best and the last one; absent for none. */
  readonly checkpoints?: CheckpointsByStep;
}

/** Both at least 1. */
export interface CheckpointsByStep {
  /** Steps between checkpoints; by default chosen so that `keep` checkpoints cover the run. */
  readonly every?: number;
  /** The most checkpoints to keep, spread over the run. */
  readonly keep: number;
}
