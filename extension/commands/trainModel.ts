import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { problemsMessage } from "../documents/Problems";
import { Positions } from "../documents/textRange";
import { tell } from "../messages";
import { EngineError } from "../engine/EngineError";
import type { Run } from "../runs/Run";
import type { StartingPoint } from "../runs/Runs";
import type { Services } from "../Services";
import { reportError } from "./reportError";
import { showTraining } from "./showTraining";
import { watchInstead } from "./watchInstead";

/**
 * Trains a model, beside what trains already, or shows what keeps it from being trained. `from`: a run to continue, or given
 * weights.
 */
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

  const { resume, weights } = from;
  const known =
    resume !== undefined ? runs.in(resume) : weights === undefined && preparingOf(services, document.uri);
  if (known && known.isActive) {
    await runs.select(known);
    showTraining();
    return runs.resume(known);
  }
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

/** A run of the model that has not taken a step: one that was asked for twice, by a double click, is begun once. */
function preparingOf({ runs }: Services, document: vscode.Uri): Run | undefined {
  const run = runs.newestOf(document);
  return run?.state === "preparing" ? run : undefined;
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
