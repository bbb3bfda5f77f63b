import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { showMessage } from "../messages";
import type { Run } from "../runs/Run";
import { runsFolderOf } from "../runs/runsFolderOf";
import { lastRunOf, readStoredRun, type StoredRun, wasInterrupted } from "../runs/StoredRun";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import { maySelect } from "./discoverRuns";
import { isAllowed, trainModel } from "./trainModel";

/** Resumes the newest run of a model from its last checkpoint. */
export async function resumeLastRun(services: Services, uri: vscode.Uri): Promise<void> {
  if (!isAllowed(services)) return;
  const stored = await lastRunOf(uri.fsPath, runsFolderOf(uri));
  if (stored) return trainModel(services, uri, { resume: stored.run });
  showMessage("info", t("{0} has no run yet.", modelName(uri)), {
    title: t("Train Model"),
    run: () => trainModel(services, uri),
  });
}

/**
 * Call when a model is opened. Unless this window trains a run of it, shows its last run, live if another process trains
 * it or as stored, and offers to resume it if it was interrupted, for example by a reload of the window.
 */
export async function offerLastRun(
  services: Services,
  uri: vscode.Uri,
  memory: vscode.Memento,
): Promise<void> {
  const { runs } = services;
  if (uri.scheme !== "file" || runs.newestOf(uri)?.isActive || !services.isTrusted()) return;
  const stored = await lastRunOf(uri.fsPath, runsFolderOf(uri));
  if (!stored || (await runs.watch(uri, stored.run, () => maySelect(services, uri)))) return;
  await runs.add(uri, stored);
  await offer(services, uri, stored, memory);
}

/** Offers to resume a run that another process trained and that was interrupted. */
export async function offerRun(
  services: Services,
  { document, folder }: Run,
  memory: vscode.Memento,
): Promise<void> {
  const stored = folder === undefined ? undefined : await readStoredRun(folder);
  if (stored && services.isTrusted()) await offer(services, document, stored, memory);
}

async function offer(
  services: Services,
  uri: vscode.Uri,
  stored: StoredRun,
  memory: vscode.Memento,
): Promise<void> {
  const isDeclined = declinedRuns(memory).includes(stored.run);
  if (isDeclined || services.runs.byFolder(stored.run)?.isActive || !(await wasInterrupted(stored))) return;
  showMessage(
    "info",
    t(
      "The training of {0} was interrupted at step {1} of {2}.",
      modelName(uri),
      showNumber(stored.step),
      showNumber(stored.steps),
    ),
    { title: t("Resume"), run: () => trainModel(services, uri, { resume: stored.run }) },
    {
      title: t("Not Now"),
      run: () => memory.update(declined, [...declinedRuns(memory), stored.run].slice(-maxDeclined)),
    },
  );
}

/** The interrupted runs that the user chose not to resume and is not asked about again, newest last. */
function declinedRuns(memory: vscode.Memento): readonly string[] {
  // Earlier versions stored a single run.
  return [memory.get<string | readonly string[]>(declined, [])].flat();
}

const declined = "netloom.declinedRun";
const maxDeclined = 50;
