import * as path from "node:path";
import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { runsFolderOf } from "../runs/RunController";
import { storedRuns } from "../runs/StoredRun";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import { isAllowed, trainModel } from "./trainModel";

interface Choice extends vscode.QuickPickItem {
  /** A run's folder; undefined: a file is asked for. */
  readonly run?: string;
}

/** Starts a run from the weights of an earlier one, of any model, or of a tensor file: as far as they fit. */
export async function trainFromRun(services: Services, uri: vscode.Uri): Promise<void> {
  if (!isAllowed(services)) return;
  const runs = await storedRuns(runsFolderOf(uri));
  const choices: Choice[] = [
    ...runs.map(({ run, file, step, steps }) => ({
      run,
      label: path.basename(file),
      description: path.basename(run),
      detail: t("step {0} of {1}", showNumber(step), showNumber(steps)),
    })),
    { label: t("A tensor file…"), description: ".safetensors" },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t("Train from Run"),
    placeHolder: t("Whose weights the run starts from, as far as names and shapes fit"),
    matchOnDescription: true,
  });
  const weights = chosen && (chosen.run ?? (await askForFile(uri)));
  if (weights !== undefined) await trainModel(services, uri, { weights });
}

async function askForFile(uri: vscode.Uri): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(uri, ".."),
      filters: { safetensors: ["safetensors"] },
    })) ?? [];
  return file?.fsPath;
}
