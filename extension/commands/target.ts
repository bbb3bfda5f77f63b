import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { isModel } from "../documents/modelFile";
import { tell } from "../messages";
import type { Services } from "../Services";

/** The model that a command is about without asking: the one it was called for, the active one, the one that trains. */
export function modelAtHand({ canvases, runs }: Services, argument?: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri && isModel(argument)) return argument;
  return activeModel() ?? canvases.current?.document.uri ?? runs.shown?.document;
}

/** The model that a command is about; the person is asked where none is open. */
export async function targetModel(services: Services, argument?: unknown): Promise<vscode.Uri | undefined> {
  return modelAtHand(services, argument) ?? pickModel();
}

/** The model in the active editor, as canvas or text. */
export function activeModel(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isEditor = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isEditor && isModel(input.uri) ? input.uri : undefined;
}

async function pickModel(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles("**/*.nn.json", "{**/node_modules/**,**/.netloom/**}", 200);
  if (files.length === 0) {
    tell("info", t("There is no model here yet."), {
      title: t("New Model"),
      run: () => vscode.commands.executeCommand("netloom.newModel"),
    });
    return undefined;
  }
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Which model?") }))?.uri;
}
