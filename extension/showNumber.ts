import * as vscode from "vscode";

/** A number as the person's language writes it: 64,800. */
export function showNumber(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
