import * as vscode from "vscode";

/** Formats a number in VS Code's display language: 64,800. */
export function showNumber(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
