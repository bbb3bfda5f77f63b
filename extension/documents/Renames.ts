import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { loadLanguage } from "../loadLanguage";
import { modelSuffix } from "./modelFile";
import { Positions } from "./textRange";

/** Renames what a model's text gives a name, wherever the name is written. */
export class Renames implements vscode.RenameProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerRenameProvider({ pattern: `**/*${modelSuffix}` }, new Renames());
  }

  async prepareRename(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Range> {
    const { renamableAt } = await loadLanguage();
    const text = document.getText();
    const name = renamableAt(text, document.offsetAt(position));
    if (!name) throw new Error(t("There is no name here that can be changed."));
    return new Positions(text).range(name);
  }

  /** VS Code shows the message of an error. */
  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    to: string,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const { renameAt } = await loadLanguage();
    const text = document.getText();
    const renamed = renameAt(text, document.offsetAt(position), to);
    if (!renamed) return undefined;
    if ("refused" in renamed) throw new Error(renamed.refused);
    const positions = new Positions(text);
    const edit = new vscode.WorkspaceEdit();
    edit.set(
      document.uri,
      renamed.edits.map((change) => vscode.TextEdit.replace(positions.range(change), change.text)),
    );
    return edit;
  }
}
