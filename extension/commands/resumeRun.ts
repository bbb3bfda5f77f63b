import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { tell } from "../messages";
import type { Run } from "../runs/Run";
import { runsFolderOf } from "../runs/runsFolderOf";
import { lastRunOf, readStoredRun, type StoredRun, wasInterrupted } from "../runs/StoredRun";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import { maySelect } from "./noticeRuns";
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
 * When a model is opened of which this window trains no run: shows its last run as it goes on elsewhere or as it was stored,
 * and offers to go on where it was cut off, for example by a reload of the window.
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

/** Offers to resume a run that another process trained until it was cut off. */
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
  if (isDeclined || services.runs.in(stored.run)?.isActive || !(await wasInterrupted(stored))) return;
  tell(
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
      run: () => memory.update(declined, [...declinedRuns(memory), stored.run].slice(-mostDeclined)),
    },
  );
}

/** The interrupted runs that the person does not want to be asked about again, the newest last. */
function declinedRuns(memory: vscode.Memento): readonly string[] {
  // An earlier Netloom remembered one.
  return [memory.get<string | readonly string[]>(declined, [])].flat();
}

const declined = "netloom.declinedRun";
const mostDeclined = 50;
