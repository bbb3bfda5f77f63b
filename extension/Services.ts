import type * as vscode from "vscode";
import type { CanvasEditor } from "./documents/CanvasEditor";
import type { Problems } from "./documents/Problems";
import type { Engine } from "./engine/Engine";
import type { RunController } from "./runs/RunController";

/** What the commands work with. */
export interface Services {
  readonly canvases: CanvasEditor;
  readonly problems: Problems;
  readonly engine: Engine;
  readonly runs: RunController;
  readonly output: vscode.OutputChannel;
  /** Whether code and data of this workspace may be used; asked each time, as trust can be granted. */
  readonly isTrusted: () => boolean;
  readonly trainingIsVisible: () => boolean;
}
