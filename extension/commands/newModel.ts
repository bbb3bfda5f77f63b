import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { canvasViewType, modelSuffix } from "../documents/modelFile";
import { loadLanguage } from "../loadLanguage";

/** Characters that some file system does not allow in a name. */
const forbidden = /[\\/:*?"<>|\u0000-\u001f]/;

/**
 * Creates an empty model and opens its canvas: a file in the given folder or the workspace's first one, whose name is
 * asked for, or an untitled document if no folder is open.
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
  const fileName = (input: string) => `${input.trim().replace(/(\.nn)?\.json$/, "")}${modelSuffix}`;
  const isTaken = (input: string) => taken.has(fileName(input).toLowerCase());
  const free = ["model", ...Array.from({ length: 98 }, (_, index) => `model-${index + 2}`)].find(
    (name) => !isTaken(name),
  );
  const name = await vscode.window.showInputBox({
    title: t("New Model"),
    prompt: t("The name of the model. Its file name ends in {0}.", modelSuffix),
    value: free ?? "model",
    validateInput: (input) => {
      const bare = input.trim();
      if (bare === "" || bare.startsWith(".")) return t("Enter a name for the model.");
      if (forbidden.test(bare))
        return t("A file name cannot contain any of these characters: {0}", '\\ / : * ? " < > |');
      if (isTaken(bare)) return t("{0} already exists.", fileName(bare));
      return undefined;
    },
  });
  return name === undefined ? undefined : vscode.Uri.joinPath(parent, fileName(name));
}

async function folderOf(uri: vscode.Uri): Promise<vscode.Uri> {
  const { type } = await vscode.workspace.fs.stat(uri);
  return type & vscode.FileType.Directory ? uri : vscode.Uri.joinPath(uri, "..");
}
