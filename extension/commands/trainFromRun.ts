import * as path from "node:path";
import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { runsFolderOf } from "../runs/runsFolderOf";
import { runsWithWeights, type StoredRun } from "../runs/StoredRun";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import { isAllowed, trainModel } from "./trainModel";

interface Choice extends vscode.QuickPickItem {
  /** A run folder; undefined asks for a file. */
  readonly run?: string;
}

/** Starts a run from those weights of an earlier run of any model, or of a tensor file, that fit the model. */
export async function trainFromRun(services: Services, uri: vscode.Uri): Promise<void> {
  if (!isAllowed(services)) return;
  const runs = await runsWithWeights(runsFolderOf(uri));
  const choices: Choice[] = [
    ...runs.map((stored) => ({
      run: stored.run,
      label: path.basename(stored.file),
      description: path.basename(stored.run),
      detail: progressText(stored),
    })),
    { label: t("A tensor file…"), description: ".safetensors" },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t('Train "{0}" from a Run', modelName(uri)),
    placeHolder:
      runs.length > 0
        ? t("Choose a run to start from; weights whose name and shape match are loaded")
        : t("No run has saved weights yet: train a model first, or choose a tensor file"),
    matchOnDescription: true,
  });
  const weights = chosen && (chosen.run ?? (await askForFile(uri)));
  if (weights !== undefined) await trainModel(services, uri, { weights });
}

function progressText({ status, step, steps }: StoredRun): string {
  const [at, of] = [showNumber(step), showNumber(steps)];
  switch (status) {
    case "completed":
      return t("Completed after {0} steps", at);
    case "stopped":
      return t("Stopped at step {0} of {1}", at, of);
    case "failed":
      return t("Failed at step {0} of {1}", at, of);
    default:
      return t("At step {0} of {1}", at, of);
  }
}

async function askForFile(uri: vscode.Uri): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(uri, ".."),
      filters: { safetensors: ["safetensors"] },
    })) ?? [];
  return file?.fsPath;
}
