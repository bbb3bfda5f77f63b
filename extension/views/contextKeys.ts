import * as vscode from "vscode";
import { activeModel } from "../commands/target";
import type { Run } from "../runs/Run";
import type { Runs } from "../runs/Runs";

/**
 * Sets the context keys for the when clauses in package.json: `netloom.runState` and `netloom.runActive` describe the
 * selected run, `netloom.modelRunState` and `netloom.modelRunActive` the newest run of the model in the active editor.
 */
export function followRunState(runs: Runs): vscode.Disposable {
  const current = new Map<string, unknown>();
  const set = (key: string, value: unknown) => {
    if (current.get(key) === value) return;
    current.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const update = () => {
    const model = activeModel();
    const setBoth = (prefix: string, run: Run | undefined) => {
      set(`${prefix}State`, run?.state ?? "none");
      set(`${prefix}Active`, run?.isActive === true);
    };
    setBoth("netloom.run", runs.shown);
    setBoth("netloom.modelRun", model && runs.newestOf(model));
  };
  update();
  return vscode.Disposable.from(
    runs.onDidChange(update),
    runs.onDidSelect(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );
}
