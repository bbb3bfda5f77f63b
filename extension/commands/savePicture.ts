import { t } from "@vscode/l10n";
import * as path from "node:path";
import * as vscode from "vscode";
import type { PictureRequest } from "../../webview/messages/picture";
import type { CanvasPanel, DrawnPicture } from "../documents/CanvasPanel";
import { modelName } from "../documents/modelFile";
import { showMessage } from "../messages";
import type { Services } from "../Services";

type Kind = Omit<PictureRequest, "name">;

/** Saves what the current canvas shows as a picture: asks for the kind and the file. Returns where it was saved. */
export async function savePicture({ canvases }: Services): Promise<vscode.Uri | undefined> {
  const canvas = canvases.current;
  if (canvas?.isReady !== true) {
    showMessage("info", t("Open a model on the canvas first."));
    return undefined;
  }
  const kind = await vscode.window.showQuickPick(kinds(), { title: t("Picture of the Model") });
  if (!kind) return undefined;
  const name = modelName(canvas.document.uri);
  const picture = await canvas.draw({ name, format: kind.format, colours: kind.colours });
  const bytes = picture && bytesOf(picture, kind);
  if (!bytes) return undefined;
  const uri = await vscode.window.showSaveDialog({
    title: t("Save Picture"),
    defaultUri: besides(canvas, [name, ...(picture.block === undefined ? [] : [picture.block])], kind),
    filters: { [kind.format.toUpperCase()]: [kind.format] },
  });
  if (!uri) return undefined;
  await vscode.workspace.fs.writeFile(uri, bytes);
  showMessage("info", t("{0} was saved.", path.posix.basename(uri.path)), {
    title: t("Open"),
    run: () => show(uri),
  });
  return uri;
}

function kinds(): (vscode.QuickPickItem & Kind)[] {
  const theme = t("In the theme's colours, as on the canvas");
  const print = t("Dark on white, also readable in greyscale");
  return [
    { label: "SVG", description: theme, format: "svg", colours: "theme" },
    { label: t("SVG for print"), description: print, format: "svg", colours: "print" },
    { label: "PNG", description: theme, format: "png", colours: "theme" },
    { label: t("PNG for print"), description: print, format: "png", colours: "print" },
  ];
}

function bytesOf({ svg, png }: DrawnPicture, { format }: Kind): Uint8Array | undefined {
  if (format === "svg") return svg === undefined ? undefined : new TextEncoder().encode(svg);
  return png === undefined ? undefined : Buffer.from(png, "base64");
}

/** A file beside the model; one that is not saved yet is in no folder. */
function besides({ document: { uri } }: CanvasPanel, names: readonly string[], { format }: Kind) {
  const folder =
    uri.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(uri, "..");
  return folder && vscode.Uri.joinPath(folder, `${names.join("-")}.${format}`);
}

/** The editor would show an SVG file as text. */
async function show(uri: vscode.Uri): Promise<void> {
  const isHere = uri.scheme === "file" && vscode.env.remoteName === undefined;
  if (isHere) await vscode.env.openExternal(uri);
  else await vscode.commands.executeCommand("vscode.open", uri);
}
