import * as vscode from "vscode";

/** Shows the Training view and leaves the focus where it is. */
export function showTraining(): void {
  void vscode.commands.executeCommand("netloom.training.focus", { preserveFocus: true });
}
