import type { Samples } from "./samples";
import type { Split } from "./split";

/** The samples of a source, and which of them train and which validate: together all, and none in both. */
export interface Dataset extends Samples, Split {}

/** A Dataset node with its samples. */
export interface LoadedDataset {
  readonly node: string;
  readonly dataset: Dataset;
  /** The feed of each port that a wire leaves from: `image` → `digits.image`. */
  readonly feeds: Readonly<Record<string, string>>;
}
