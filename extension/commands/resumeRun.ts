import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { tell } from "../messages";
import { runsFolderOf } from "../runs/RunController";
import { lastRunOf, wasInterrupted } from "../runs/StoredRun";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import { isAllowed, trainModel } from "./trainModel";

/** Continues the newest run of a model from its last checkpoint. */
export async function resumeLastRun(services: Services, uri: vscode.Uri): Promise<void> {
  if (!isAllowed(services)) return;
  const stored = await lastRunOf(uri.fsPath, runsFolderOf(uri));
  if (stored) return trainModel(services, uri, { resume: stored.run });
  tell("info", t("{0} has no run yet.", modelName(uri)), {
    title: t("Train Model"),
    run: () => trainModel(services, uri),
  });
}

/**
 * When a model is opened and nothing trains in this window: shows its last run as it goes on elsewhere or as it was stored,
 * and offers to go on where it was cut off, for example by a reload of the window.
 */
export async function offerLastRun(
  services: Services,
  uri: vscode.Uri,
  memory: vscode.Memento,
): Promise<void> {
  const { runs } = services;
  if (uri.scheme !== "file" || runs.isActive || !services.isTrusted()) return;
  const stored = await lastRunOf(uri.fsPath, runsFolderOf(uri));
  if (!stored || (await runs.watch(uri, stored.run))) return;
  if (!runs.shown) await runs.show(uri, stored);
  if (!(await wasInterrupted(stored)) || memory.get<string>(declined) === stored.run) return;
  tell(
    "info",
    t(
      "The training of {0} was interrupted at step {1} of {2}.",
      modelName(uri),
      showNumber(stored.step),
      showNumber(stored.steps),
    ),
    { title: t("Resume"), run: () => trainModel(services, uri, { resume: stored.run }) },
    { title: t("Not Now"), run: () => memory.update(declined, stored.run) },
  );
}

/** The interrupted run that the person does not want to be asked about again. */
const declined = "netloom.declinedRun";
