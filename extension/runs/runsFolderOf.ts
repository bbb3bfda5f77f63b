import * as path from "node:path";
import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { workspaceOf } from "../documents/DataInspector";
import { EngineError } from "../engine/EngineError";
import { settings } from "../settings";

/** Absolute path of the folder for a document's runs. Throws an EngineError if the setting points outside the workspace. */
export function runsFolderOf(document: vscode.Uri): string {
  const workspace = workspaceOf(document);
  const runs = path.resolve(workspace, settings.runsFolder);
  if (runs !== workspace && !runs.startsWith(workspace + path.sep))
    throw new EngineError({
      code: "runs-folder",
      message: t('The setting "netloom.runsFolder" points outside the workspace: {0}', settings.runsFolder),
      hint: t('Choose a folder inside the workspace, such as ".netloom/runs".'),
    });
  return runs;
}
