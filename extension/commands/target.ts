import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { isModel } from "../documents/modelFile";
import { showMessage } from "../messages";
import type { Run } from "../runs/Run";
import type { Services } from "../Services";

/** The argument that pages pass to commands: the run they show. */
export interface RunArgument {
  readonly run: string;
}

/** The argument that the canvas's keybindings pass to commands: use the model in the active editor. */
const activeArgument = "activeModel";

/** The run passed to a command as its argument, if any. */
export function runArgument({ runs }: Services, argument: unknown): Run | undefined {
  const isRun = typeof argument === "object" && argument !== null && "run" in argument;
  return isRun && typeof argument.run === "string" ? runs.find(argument.run) : undefined;
}

/**
 * The run that a command applies to, among those for which `fits` is true: the run given as the argument, or the newest run
 * of the given model; without an argument, the selected run, otherwise the newest run of the current model.
 */
export function targetRun(
  services: Services,
  argument: unknown,
  fits: (run: Run) => boolean,
): Run | undefined {
  const { runs } = services;
  const model = argument === activeArgument ? activeModel() : argument;
  const newest = (uri: unknown) => (uri instanceof vscode.Uri ? runs.newestOf(uri) : undefined);
  const candidates =
    argument === undefined
      ? [runs.shown, newest(currentModel(services))]
      : [runArgument(services, argument), newest(model)];
  return candidates.find((run) => run !== undefined && fits(run));
}

/** The model that a command applies to: the given one, otherwise the active one, otherwise that of the selected run. */
export function currentModel(services: Services, argument?: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri && isModel(argument)) return argument;
  const run = runArgument(services, argument);
  if (run) return run.document;
  const { canvases, runs } = services;
  return activeModel() ?? canvases.current?.document.uri ?? runs.shown?.document;
}

/** The model that a command applies to. If no model is open, the user is asked for one. */
export async function targetModel(services: Services, argument?: unknown): Promise<vscode.Uri | undefined> {
  return currentModel(services, argument) ?? pickModel();
}

/** The model in the active editor, whether open as a canvas or as text. */
export function activeModel(): vscode.Uri | undefined {
  return modelIn(vscode.window.tabGroups.activeTabGroup.activeTab);
}

/** The models in all editors. */
export function openModels(): vscode.Uri[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap((tab) => modelIn(tab) ?? []));
}

function modelIn(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  const isEditor = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isEditor && isModel(input.uri) ? input.uri : undefined;
}

async function pickModel(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles("**/*.nn.json", "{**/node_modules/**,**/.netloom/**}", 200);
  if (files.length === 0) {
    showMessage("info", t("There is no model in this workspace yet."), {
      title: t("New Model"),
      run: () => vscode.commands.executeCommand("netloom.newModel"),
    });
    return undefined;
  }
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Which model?") }))?.uri;
}
