import * as vscode from "vscode";
import { isActive, type RunController } from "../runs/RunController";

/** Tells the when-clauses of package.json how the run stands: `netloom.runState` and `netloom.runActive`. */
export function followRunState(runs: RunController): vscode.Disposable {
  const tell = () => {
    void vscode.commands.executeCommand("setContext", "netloom.runState", runs.state);
    void vscode.commands.executeCommand("setContext", "netloom.runActive", isActive(runs.state));
  };
  tell();
  return runs.onDidChangeState(tell);
}
