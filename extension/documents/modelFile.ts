import * as path from "node:path";
import type * as vscode from "vscode";

export const modelSuffix = ".nn.json";
export const canvasViewType = "netloom.canvas";

export function isModel(uri: vscode.Uri): boolean {
  return uri.path.endsWith(modelSuffix);
}

/** The file's name without its suffix: `mnist-cnn`. */
export function modelName(uri: vscode.Uri): string {
  return path.posix.basename(uri.path, modelSuffix);
}
