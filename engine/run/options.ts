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
  /** Goes on although the data have changed since. */
  readonly dataChanged?: boolean;
  /** Absolute path of a tensor file or a run folder whose weights a new run starts from, as far as they fit. */
  readonly weights?: string;
  readonly epochs?: number;
  readonly steps?: number;
  readonly seed?: number;
  /** Steps between two gradient statistics; 0: none. */
  readonly probeEvery: number;
}
