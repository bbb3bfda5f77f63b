import { t } from "@vscode/l10n";
import { showMessage } from "../messages";
import type { Run } from "../runs/Run";
import { runsFolderOf } from "../runs/runsFolderOf";
import { lastRunOf } from "../runs/StoredRun";
import type { Services } from "../Services";
import { currentModel, targetRun } from "./target";
import { isAllowed } from "./trainModel";

/** Opens the panel on which a trained model is used: with the given run, the selected one, or the model's last. */
export async function predict(services: Services, argument: unknown): Promise<void> {
  if (!isAllowed(services)) return;
  const run =
    targetRun(services, argument, ({ folder }) => folder !== undefined) ??
    (await lastRun(services, argument));
  if (run) services.prediction.show(run);
  else showMessage("info", t("There is no run yet. Train a model first."));
}

/** The last run of a model, from its folder. */
async function lastRun(services: Services, argument: unknown): Promise<Run | undefined> {
  const { runs } = services;
  const uri = currentModel(services, argument);
  const stored = uri && (await lastRunOf(uri.fsPath, runsFolderOf(uri)));
  if (!stored) return undefined;
  await runs.add(uri, stored);
  return runs.byFolder(stored.run);
}
