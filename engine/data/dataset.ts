import type { PlaySettings } from "./catalog/environments";
import type { Environment } from "./environments/Environment";
import type { Replay } from "./Replay";
import type { Samples } from "./samples";
import type { Split } from "./split";

/** The samples of a source, each of them either for training or for validation. */
export interface Dataset extends Samples, Split {
  /** Read in its own order: see `streamOrder`. */
  readonly sequential?: boolean;
  /** Present if its samples are gathered in training, from a network's own play. */
  readonly play?: Play;
}

/** Where and how a network plays, and where that is kept. */
export interface Play {
  readonly environment: Environment;
  readonly settings: PlaySettings;
  readonly replay: Replay;
}

/** A Dataset node and its samples. */
export interface LoadedDataset {
  readonly node: string;
  readonly dataset: Dataset;
  /** The feed of each connected port: `image` → `digits.image`. */
  readonly feeds: Readonly<Record<string, string>>;
}
