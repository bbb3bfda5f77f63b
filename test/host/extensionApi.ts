import * as assert from "node:assert/strict";
import * as path from "node:path";
import * as vscode from "vscode";
import type { TestApi } from "../../extension/testHooks";
import type { CanvasPanel } from "../../extension/documents/CanvasPanel";
import type { FromCanvas, ToCanvas } from "../../webview/messages/canvas";

/** The running extension's API for tests. */
export async function extensionApi(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>("netloom.netloom");
  assert.ok(extension, "the extension is installed");
  const api = await extension.activate();
  assert.ok(api, "the extension runs in test mode");
  return api;
}

export function file(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

export const fakeEngine = path.join(__dirname, "fakeEngine.cjs");

/** Writes a copy of the workspace's small network that trains longer: with more samples and the given number of epochs. */
export async function writeLongModel(uri: vscode.Uri, epochs: number): Promise<void> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file("mlp.nn.json")));
  const model = text
    .replace('"source": "digits"', '"source": "digits", "samples": 2000')
    .replace('"epochs": 2', `"epochs": ${epochs}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(model));
}

/** Waits until the condition returns a value; the error names what was awaited. */
export async function until<T>(
  what: string,
  condition: () => T | undefined | false,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Timed out after ${limit / 1000} s, waiting for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Opens the canvas of a file; resolves when its page has received the document. */
export async function openCanvas(api: TestApi, uri: vscode.Uri): Promise<CanvasPanel> {
  const before = api.canvasPosts.length;
  await vscode.commands.executeCommand("vscode.openWith", uri, "netloom.canvas");
  const panel = await until("the canvas", () => api.services.canvases.of(uri)[0]);
  await until("the canvas's document", () =>
    api.canvasPosts
      .slice(panel.painted === undefined ? before : 0)
      .some(({ document, message }) => document === uri.toString() && message.kind === "document"),
  );
  return panel;
}

/** Sends an edit as a canvas would, and waits for the text that contains it or the rejection. */
export async function edit(
  api: TestApi,
  panel: CanvasPanel,
  number: number,
  graphEdit: Extract<FromCanvas, { kind: "edit" }>["edit"],
): Promise<Extract<ToCanvas, { kind: "document" | "refused" }>> {
  const from = api.canvasPosts.length;
  await panel.receive({ kind: "edit", number, edit: graphEdit });
  return until(`the answer to edit ${number}`, () => {
    for (const { document, message } of api.canvasPosts.slice(from)) {
      if (document !== panel.document.uri.toString()) continue;
      if (message.kind === "document" && message.answers === number) return message;
      if (message.kind === "refused" && message.edit === number) return message;
    }
    return undefined;
  });
}

/** Stops every run that this window trains, and waits until all have ended. */
export async function stopAll({ services: { runs } }: TestApi): Promise<void> {
  await Promise.all(runs.all.filter(({ isActive }) => isActive).map((run) => runs.stop(run)));
  await until("the end of all runs", () => !runs.all.some(({ isActive }) => isActive));
}

export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && document.uri.scheme === "file") await document.save();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
