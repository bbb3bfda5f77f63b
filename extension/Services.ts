import type { Memento } from "vscode";
import type { CanvasEditor } from "./documents/CanvasEditor";
import type { Problems } from "./documents/Problems";
import type { Engine } from "./engine/Engine";
import type { Log } from "./Log";
import type { Runs } from "./runs/Runs";

/** What the commands work with. */
export interface Services {
  readonly canvases: CanvasEditor;
  readonly problems: Problems;
  readonly engine: Engine;
  readonly runs: Runs;
  readonly log: Log;
  /** Whether code and data of this workspace may be used; asked each time, as trust can be granted. */
  readonly isTrusted: () => boolean;
  readonly trainingIsVisible: () => boolean;
  /** The person's, over all windows. */
  readonly memory: Memento;
}
