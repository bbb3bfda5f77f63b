import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { problemsMessage } from "../documents/Problems";
import { Positions } from "../documents/textRange";
import { showMessage } from "../messages";
import { EngineError } from "../engine/EngineError";
import type { Run } from "../runs/Run";
import type { StartingPoint } from "../runs/Runs";
import type { Services } from "../Services";
import { reportError } from "./reportError";
import { showTraining } from "./showTraining";
import { watchInstead } from "./watchInstead";

/**
 * Trains a model, alongside any other runs, or shows the errors that prevent training. `from` may name a run to resume, or
 * weights to start from.
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
    resume !== undefined
      ? runs.byFolder(resume)
      : weights === undefined && preparingOf(services, document.uri);
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
    // Another process resumed it first.
    if (code === "run-is-active" && resume !== undefined)
      if (await watchInstead(services, document.uri, resume)) return;
    if (error instanceof EngineError && code === "data-changed")
      showMessage("warning", [error.message, error.hint ?? ""].join(" ").trimEnd(), {
        title: t("Resume Anyway"),
        run: () => trainModel(services, uri, { ...from, dataChanged: true }),
      });
    else reportError(services, error, document);
  }
}

/** The model's newest run if it is still preparing, so that a double click starts only one run. */
function preparingOf({ runs }: Services, document: vscode.Uri): Run | undefined {
  const run = runs.newestOf(document);
  return run?.state === "preparing" ? run : undefined;
}

/** Shows the Gradients view the first time anything is trained; afterwards its visibility is up to the user. */
function introduceGradients({ memory }: Services): void {
  if (memory.get<boolean>(introduced) === true) return;
  void memory.update(introduced, true);
  void vscode.commands.executeCommand("netloom.gradients.focus", { preserveFocus: true });
}

const introduced = "netloom.gradientsIntroduced";

/** Whether training is allowed: it runs a program on the workspace's files, so the workspace must be trusted. */
export function isAllowed({ isTrusted }: Services): boolean {
  if (isTrusted()) return true;
  showMessage(
    "warning",
    t("Training reads and writes files of this workspace and starts a program. Trust the workspace first."),
    {
      title: t("Manage Workspace Trust"),
      run: () => vscode.commands.executeCommand("workbench.trust.manage"),
    },
  );
  return false;
}

/** The document as a file that the engine can read. An untitled document is saved first. */
async function onDisk(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const saved = uri.scheme === "untitled" ? await vscode.workspace.saveAs(uri) : uri;
  if (!saved) return undefined;
  if (saved.scheme === "file") return vscode.workspace.openTextDocument(saved);
  showMessage("error", t("The model must be a file on the machine that trains it. Save it there first."));
  return undefined;
}

function showProblems(
  document: vscode.TextDocument,
  message: string,
  errors: readonly { readonly range: { readonly offset: number; readonly length: number } }[],
): void {
  void vscode.commands.executeCommand("workbench.actions.view.problems");
  const [first] = errors;
  showMessage("error", message, {
    title: t("Show in Text"),
    run: () => first && revealText(document.uri, new Positions(document.getText()).range(first.range)),
  });
}

/** Shows a range of the document's text beside the canvas. */
export async function revealText(uri: vscode.Uri, range?: vscode.Range): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  await vscode.window.showTextDocument(uri, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
    ...(range && { selection: range }),
  });
}
