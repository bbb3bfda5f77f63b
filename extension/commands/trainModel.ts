import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { problemsMessage } from "../documents/Problems";
import { Positions } from "../documents/textRange";
import { tell } from "../messages";
import { EngineError } from "../engine/EngineError";
import { isActive, type StartingPoint } from "../runs/RunController";
import type { Services } from "../Services";
import { reportError } from "./reportError";
import { showTraining } from "./showTraining";
import { watchInstead } from "./watchInstead";

/** Trains a model, or shows what keeps it from being trained. `from`: a run to continue, or given weights. */
export async function trainModel(
  services: Services,
  uri: vscode.Uri,
  from: StartingPoint = {},
): Promise<void> {
  const { runs, problems } = services;
  if (!isAllowed(services)) return;
  const document = await onDisk(uri);
  if (!document) return;

  const found = await problems.checkForTraining(document);
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    showProblems(document, problemsMessage(modelName(document.uri), errors), errors);
    return;
  }

  if (runs.isActive) {
    const same = runs.shown?.document.toString() === document.uri.toString();
    if (same && runs.state === "paused") return runs.resume();
    if (same) {
      showTraining();
      return;
    }
    if (!(await agreesToStop(runs.shown?.name ?? "", modelName(document.uri)))) return;
    await stopped(services);
  }
  const { resume } = from;
  if (resume !== undefined && (await watchInstead(services, document.uri, resume))) return;
  showTraining();
  introduceGradients(services);
  try {
    await runs.train(document, from);
  } catch (error) {
    const code = error instanceof EngineError ? error.code : undefined;
    // Another process was quicker.
    if (code === "run-is-active" && resume !== undefined)
      if (await watchInstead(services, document.uri, resume)) return;
    if (error instanceof EngineError && code === "data-changed")
      tell("warning", [error.message, error.hint ?? ""].join(" ").trimEnd(), {
        title: t("Resume Anyway"),
        run: () => trainModel(services, uri, { ...from, dataChanged: true }),
      });
    else reportError(services, error, document);
  }
}

/** The Gradients view is shown with the first training ever; from then on it stays where the person leaves it. */
function introduceGradients({ memory }: Services): void {
  if (memory.get<boolean>(introduced) === true) return;
  void memory.update(introduced, true);
  void vscode.commands.executeCommand("netloom.gradients.focus", { preserveFocus: true });
}

const introduced = "netloom.gradientsIntroduced";

/** Training runs a program on the workspace's files: only in a workspace that the person trusts. */
export function isAllowed({ isTrusted }: Services): boolean {
  if (isTrusted()) return true;
  tell(
    "warning",
    t("Training reads and writes files of this workspace and starts a program. Trust the workspace first."),
    {
      title: t("Manage Workspace Trust"),
      run: () => vscode.commands.executeCommand("workbench.trust.manage"),
    },
  );
  return false;
}

/** The document as a file that the engine can find; a new one is saved first. */
async function onDisk(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const saved = uri.scheme === "untitled" ? await vscode.workspace.saveAs(uri) : uri;
  if (!saved) return undefined;
  if (saved.scheme === "file") return vscode.workspace.openTextDocument(saved);
  tell("error", t("Training needs the model in a folder of the machine that trains. Save it there first."));
  return undefined;
}

function showProblems(
  document: vscode.TextDocument,
  message: string,
  errors: readonly { readonly range: { readonly offset: number; readonly length: number } }[],
): void {
  void vscode.commands.executeCommand("workbench.actions.view.problems");
  const [first] = errors;
  tell("error", message, {
    title: t("Show in Text"),
    run: () => first && revealText(document.uri, new Positions(document.getText()).range(first.range)),
  });
}

/** Shows a place of the document's text beside the canvas. */
export async function revealText(uri: vscode.Uri, range?: vscode.Range): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  await vscode.window.showTextDocument(uri, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
    ...(range && { selection: range }),
  });
}

async function agreesToStop(running: string, next: string): Promise<boolean> {
  const stop = t("Stop and Train");
  const answer = await vscode.window.showWarningMessage(
    t("{0} is being trained. Stop it and train {1}?", running, next),
    { modal: true, detail: t("Its last state is saved, and it can be resumed later.") },
    stop,
  );
  return answer === stop;
}

/** Stops the run and waits until it has ended. */
async function stopped({ runs }: Services): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const subscription = runs.onDidChangeState((state) => {
      if (isActive(state)) return;
      subscription.dispose();
      resolve();
    });
  });
  await runs.stop();
  if (runs.isActive) await ended;
}
