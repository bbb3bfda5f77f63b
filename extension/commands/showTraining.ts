import * as vscode from "vscode";

/** Shows the Training view without moving the focus. */
export function showTraining(): void {
  void vscode.commands.executeCommand("netloom.training.focus", { preserveFocus: true });
}
