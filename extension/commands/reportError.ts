import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import { modelName } from "../documents/modelFile";
import { problemsMessage } from "../documents/Problems";
import { EngineError } from "../engine/EngineError";
import { type Action, showMessage } from "../messages";
import type { Services } from "../Services";

const setting = "netloom.engine.nodePath";

/** Shows and logs the error of a failed request, with actions that may help. */
export function reportError(services: Services, error: unknown, document?: vscode.TextDocument): void {
  const failure = error instanceof EngineError ? error : unexpected(error);
  if (failure.code === "cancelled" || failure.code === "engine-ended") return;
  services.log.line(`${failure.code}: ${failure.message}`);
  const problems = failure.problems.filter(({ severity }) => severity === "error");
  if (document && problems.length > 0) {
    services.problems.showFromEngine(document, failure.problems);
    void vscode.commands.executeCommand("workbench.actions.view.problems");
    showMessage(
      "error",
      problemsMessage(modelName(document.uri), problems),
      ...actionsFor(services, failure, document),
    );
    return;
  }
  const { message, hint } = failure;
  showMessage(
    "error",
    hint === undefined ? message : t("{0} {1}", message, hint),
    ...actionsFor(services, failure, document),
  );
}

function actionsFor(
  services: Services,
  { code, data }: EngineError,
  document?: vscode.TextDocument,
): Action[] {
  const showLog: Action = { title: t("Show Log"), run: () => services.log.show() };
  const { nodeId } = data;
  if (code === "no-node")
    return [
      {
        title: t("Open Setting"),
        run: () => vscode.commands.executeCommand("workbench.action.openSettings", setting),
      },
      {
        title: t("Get Node.js"),
        run: () => vscode.env.openExternal(vscode.Uri.parse("https://nodejs.org")),
      },
    ];
  if (document && nodeId !== undefined)
    return [{ title: t("Show {0}", nodeId), run: () => services.canvases.select(document.uri, [nodeId]) }];
  return [showLog];
}

function unexpected(error: unknown): EngineError {
  return new EngineError({
    code: "unexpected",
    message: error instanceof Error ? error.message : String(error),
  });
}
