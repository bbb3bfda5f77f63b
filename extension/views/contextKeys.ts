import * as vscode from "vscode";
import { activeModel } from "../commands/target";
import type { Run } from "../runs/Run";
import type { Runs } from "../runs/Runs";

/**
 * Tells the when-clauses of package.json how runs stand: `netloom.runState` and `netloom.runActive` are the selected run's,
 * `netloom.modelRunState` and `netloom.modelRunActive` those of the newest run of the model in the active editor.
 */
export function followRunState(runs: Runs): vscode.Disposable {
  const told = new Map<string, unknown>();
  const set = (key: string, value: unknown) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const tell = () => {
    const model = activeModel();
    const about = (prefix: string, run: Run | undefined) => {
      set(`${prefix}State`, run?.state ?? "none");
      set(`${prefix}Active`, run?.isActive === true);
    };
    about("netloom.run", runs.shown);
    about("netloom.modelRun", model && runs.newestOf(model));
  };
  tell();
  return vscode.Disposable.from(
    runs.onDidChange(tell),
    runs.onDidSelect(tell),
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
  );
}
