import type { Samples } from "./samples";
import type { Split } from "./split";

/** The samples of a source, each of them either for training or for validation. */
export interface Dataset extends Samples, Split {
  /** Read in its own order: see `streamOrder`. */
  readonly sequential?: boolean;
}

/** A Dataset node and its samples. */
export interface LoadedDataset {
  readonly node: string;
  readonly dataset: Dataset;
  /** The feed of each connected port: `image` → `digits.image`. */
  readonly feeds: Readonly<Record<string, string>>;
}
