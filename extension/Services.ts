import type { Memento } from "vscode";
import type { CanvasEditor } from "./documents/CanvasEditor";
import type { Problems } from "./documents/Problems";
import type { Engine } from "./engine/Engine";
import type { Log } from "./Log";
import type { Runs } from "./runs/Runs";
import type { PredictPanel } from "./views/PredictPanel";
import type { SummaryPanels } from "./views/SummaryPanels";

/** The services that commands use. */
export interface Services {
  readonly canvases: CanvasEditor;
  readonly problems: Problems;
  readonly engine: Engine;
  readonly runs: Runs;
  readonly prediction: PredictPanel;
  readonly summaries: SummaryPanels;
  readonly log: Log;
  /** Whether code and data of this workspace may be used; checked each time, because trust can be granted later. */
  readonly isTrusted: () => boolean;
  readonly trainingIsVisible: () => boolean;
  /** The user's state, shared by all windows. */
  readonly memory: Memento;
}
