import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { isModel } from "../documents/modelFile";
import { tell } from "../messages";
import type { Run } from "../runs/Run";
import type { Services } from "../Services";

/** What the pages give to a command: the run that they show. */
export interface RunArgument {
  readonly run: string;
}

/** What the keys of the canvas give to a command: it is about the model in the active editor. */
const activeArgument = "activeModel";

/** The run that a command was called for, if it was. */
export function namedRun({ runs }: Services, argument: unknown): Run | undefined {
  const isRun = typeof argument === "object" && argument !== null && "run" in argument;
  return isRun && typeof argument.run === "string" ? runs.find(argument.run) : undefined;
}

/**
 * The run that a command is about, of those that it can do something with: the one that it was called for, or the newest of
 * the model that it was called for; without either the selected run, else the newest of the model at hand.
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
      ? [runs.shown, newest(modelAtHand(services))]
      : [namedRun(services, argument), newest(model)];
  return candidates.find((run) => run !== undefined && fits(run));
}

/** The model that a command is about without asking: the one it was called for, the active one, the one that trains. */
export function modelAtHand(services: Services, argument?: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri && isModel(argument)) return argument;
  const run = namedRun(services, argument);
  if (run) return run.document;
  const { canvases, runs } = services;
  return activeModel() ?? canvases.current?.document.uri ?? runs.shown?.document;
}

/** The model that a command is about; the person is asked where none is open. */
export async function targetModel(services: Services, argument?: unknown): Promise<vscode.Uri | undefined> {
  return modelAtHand(services, argument) ?? pickModel();
}

/** The model in the active editor, as canvas or text. */
export function activeModel(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isEditor = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isEditor && isModel(input.uri) ? input.uri : undefined;
}

async function pickModel(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles("**/*.nn.json", "{**/node_modules/**,**/.netloom/**}", 200);
  if (files.length === 0) {
    tell("info", t("There is no model here yet."), {
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
