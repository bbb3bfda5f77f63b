import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { canvasViewType, modelSuffix } from "../documents/modelFile";
import { loadLanguage } from "../loadLanguage";

/** Characters that some file system refuses in a name. */

const refused = /[\\/:*?"<>|\u0000-\u001f]/;

/**
 * Makes a model with nothing in it and opens its canvas: a named file in the folder that the command was called for
 * or the workspace's first, or an untitled one where no folder is open.
 */
export async function newModel(folder?: unknown): Promise<vscode.Uri | undefined> {
  const { starter } = await loadLanguage();
  const parent =
    folder instanceof vscode.Uri ? await folderOf(folder) : vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = parent ? await nameIn(parent) : vscode.Uri.parse(`untitled:model${modelSuffix}`);
  if (!uri) return undefined;
  if (uri.scheme === "untitled") {
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    if (document.getText() === "") edit.insert(uri, new vscode.Position(0, 0), starter());
    await vscode.workspace.applyEdit(edit);
  } else await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(starter()));
  await vscode.commands.executeCommand("vscode.openWith", uri, canvasViewType);
  return uri;
}

async function nameIn(parent: vscode.Uri): Promise<vscode.Uri | undefined> {
  const taken = new Set(
    (await vscode.workspace.fs.readDirectory(parent)).map(([name]) => name.toLowerCase()),
  );
  const fileName = (written: string) => `${written.trim().replace(/(\.nn)?\.json$/, "")}${modelSuffix}`;
  const isTaken = (written: string) => taken.has(fileName(written).toLowerCase());
  const free = ["model", ...Array.from({ length: 98 }, (_, index) => `model-${index + 2}`)].find(
    (name) => !isTaken(name),
  );
  const name = await vscode.window.showInputBox({
    title: t("New Model"),
    prompt: t("Name of the model; its file ends in {0}.", modelSuffix),
    value: free ?? "model",
    validateInput: (written) => {
      const bare = written.trim();
      if (bare === "" || bare.startsWith(".")) return t("Give the model a name.");
      if (refused.test(bare)) return t("A file's name may not have {0} in it.", '\\ / : * ? " < > |');
      if (isTaken(bare)) return t("{0} is there already.", fileName(bare));
      return undefined;
    },
  });
  return name === undefined ? undefined : vscode.Uri.joinPath(parent, fileName(name));
}

async function folderOf(uri: vscode.Uri): Promise<vscode.Uri> {
  const { type } = await vscode.workspace.fs.stat(uri);
  return type & vscode.FileType.Directory ? uri : vscode.Uri.joinPath(uri, "..");
}
