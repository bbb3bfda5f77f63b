import * as vscode from "vscode";
import { blockCommands } from "../../webview/messages/canvas";
import { activeModel, openModels } from "../commands/target";
import type { CanvasEditor } from "../documents/CanvasEditor";
import type { Run } from "../runs/Run";
import type { Runs } from "../runs/Runs";

/**
 * Sets the context keys for the when clauses in package.json: `netloom.runState` and `netloom.runActive` describe the
 * selected run, `netloom.modelRunState` and `netloom.modelRunActive` the newest run of the model in the active editor, and
 * `netloom.hasModel` says whether any editor has one.
 */
export function followRunState(runs: Runs): vscode.Disposable {
  const set = contextSetter();
  const update = () => {
    const model = activeModel();
    const setBoth = (prefix: string, run: Run | undefined) => {
      set(`${prefix}State`, run?.state ?? "none");
      set(`${prefix}Active`, run?.isActive === true);
    };
    setBoth("netloom.run", runs.shown);
    setBoth("netloom.modelRun", model && runs.newestOf(model));
    set("netloom.hasModel", openModels().length > 0);
  };
  update();
  return vscode.Disposable.from(
    runs.onDidChange(update),
    runs.onDidSelect(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );
}

/** Sets a context key for each command about blocks that has something to do on the current canvas: `netloom.can.wrap`. */
export function followCanvas(canvases: CanvasEditor): vscode.Disposable {
  const set = contextSetter();
  const update = () => {
    const able = canvases.current?.able ?? [];
    for (const command of blockCommands) set(`netloom.can.${command}`, able.includes(command));
  };
  update();
  return canvases.onDidChangeCurrent(update);
}

/** Sets context keys when their values change. */
function contextSetter(): (key: string, value: unknown) => void {
  const current = new Map<string, unknown>();
  return (key, value) => {
    if (current.get(key) === value) return;
    current.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
}
