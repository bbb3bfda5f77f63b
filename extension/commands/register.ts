import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { blockCommands } from "../../webview/messages/canvas";
import { canvasViewType } from "../documents/modelFile";
import { showMessage } from "../messages";
import { runsFolderOf } from "../runs/runsFolderOf";
import { lastRunOf } from "../runs/StoredRun";
import type { Services } from "../Services";
import { newModel } from "./newModel";
import { predict } from "./predict";
import { reportError } from "./reportError";
import { resumeLastRun } from "./resumeRun";
import { savePicture } from "./savePicture";
import { selectDevice } from "./selectDevice";
import { currentModel, runArgument, targetModel, targetRun } from "./target";
import { trainFromRun } from "./trainFromRun";
import { revealText, trainModel } from "./trainModel";

/** Registers every command in package.json. */
export function registerCommands(services: Services): vscode.Disposable[] {
  const { canvases, problems, runs } = services;
  const withModel = (action: (uri: vscode.Uri) => unknown) => async (argument?: unknown) => {
    const uri = await targetModel(services, argument);
    if (uri) await action(uri);
  };
  const commands: Record<string, (argument?: unknown) => unknown> = {
    train: withModel((uri) => trainModel(services, uri)),
    trainFromRun: withModel((uri) => trainFromRun(services, uri)),
    pause: (argument) => runs.pause(targetRun(services, argument, ({ state }) => state === "running")),
    resume: (argument) => {
      const paused = targetRun(services, argument, ({ state }) => state === "paused");
      if (paused) return runs.resume(paused);
      const ended = runArgument(services, argument);
      if (ended?.folder !== undefined) return trainModel(services, ended.document, { resume: ended.folder });
      return withModel((uri) => resumeLastRun(services, uri))(argument);
    },
    stop: (argument) => runs.stop(targetRun(services, argument, ({ isActive }) => isActive)),
    predict: (argument) => predict(services, argument),
    resumeLastRun: withModel((uri) => resumeLastRun(services, uri)),
    newModel,
    openAsText: withModel((uri) => revealText(uri)),
    openAsCanvas: withModel((uri) => vscode.commands.executeCommand("vscode.openWith", uri, canvasViewType)),
    tidy: () => canvases.current?.do("tidy"),
    fit: () => canvases.current?.do("fit"),
    nextProblem: () => canvases.current?.do("nextProblem"),
    previousProblem: () => canvases.current?.do("previousProblem"),
    showProblem: (argument) => {
      const found = problems.find(argument);
      return found && canvases.showProblem(found.uri, found.problem);
    },
    addLayer: () => canvases.current?.do("add"),
    ...Object.fromEntries(blockCommands.map((command) => [command, () => canvases.current?.do(command)])),
    savePicture: () => savePicture(services),
    selectDevice: () => selectDevice(services),
    showTraining: () => vscode.commands.executeCommand("netloom.training.focus"),
    showGradients: () => vscode.commands.executeCommand("netloom.gradients.focus"),
    showSummary: withModel((uri) => services.summaries.show(uri)),
    openRunFolder: (argument) => openRunFolder(services, argument),
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`netloom.${name}`, async (argument?: unknown) => {
      try {
        return await run(argument);
      } catch (error) {
        reportError(services, error);
        return undefined;
      }
    }),
  );
}

/** Shows the folder of the given run, otherwise of the selected run, otherwise of the model's last run. */
async function openRunFolder(services: Services, argument: unknown): Promise<void> {
  const shown = (runArgument(services, argument) ?? services.runs.shown)?.folder;
  const uri = currentModel(services, argument);
  const stored = shown === undefined && uri ? await lastRunOf(uri.fsPath, runsFolderOf(uri)) : undefined;
  const run = shown ?? stored?.run;
  if (run === undefined) {
    showMessage("info", t("There is no run yet. Train a model first."));
    return;
  }
  const folder = vscode.Uri.file(run);
  const inside = vscode.workspace.getWorkspaceFolder(folder) !== undefined;
  await vscode.commands.executeCommand(inside ? "revealInExplorer" : "revealFileInOS", folder);
}
