import * as vscode from "vscode";
import { modelSuffix } from "./modelFile";
import type { Problems } from "./Problems";

/** Offers the fixes for problems as Quick Fixes, in the text and in the Problems panel. */
export class QuickFixes implements vscode.CodeActionProvider {
  static register(problems: Problems): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider(
      { pattern: `**/*${modelSuffix}` },
      new QuickFixes(problems),
      {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      },
    );
  }

  private constructor(private readonly problems: Problems) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(({ source }) => source === "Netloom");
    if (ours.length === 0) return [];
    const fixes = await this.problems.fixesAt(document, range);
    const actions = fixes.map((fix, index) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(document.uri, [...fix.edits]);
      action.diagnostics = ours.filter(
        ({ code, range: place }) => code === fix.code && place.isEqual(fix.place),
      );
      action.isPreferred = index === 0;
      return action;
    });
    const [first] = ours;
    const command = first && this.problems.commandFor(document.uri, first);
    if (!command) return actions;
    const show = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
    show.command = command;
    show.diagnostics = [first];
    return [...actions, show];
  }
}
