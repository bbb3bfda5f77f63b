import * as path from "node:path";
import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { EndEvent, StartEvent } from "../../engine/run/events";
import { isCheckpoints } from "../../engine/runFolder/runPaths";
import { reportError } from "../commands/reportError";
import { showTraining } from "../commands/showTraining";
import { trainModel } from "../commands/trainModel";
import { EngineError } from "../engine/EngineError";
import { tell } from "../messages";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import type { ShownRun } from "./RunController";

/** Says how a run ended, where that is news: it failed, or it was completed out of sight. */
export function announceEnd(services: Services, end: EndEvent): void {
  const { shown } = services.runs;
  if (!shown) return;
  if (end.error && end.run !== "") {
    const error = new EngineError(end.error);
    if (error.code === "engine-crashed") {
      announceCrash(services, shown, error);
      return;
    }
    reportError(services, error, openDocument(shown.document));
    return;
  }
  if (end.status === "completed" && !services.trainingIsVisible())
    tell("info", t("{0} is trained: {1} steps, loss {2}.", shown.name, showNumber(end.step), lossOf(shown)), {
      title: t("Show Training"),
      run: showTraining,
    });
}

/** Says which of the given weights a run has taken. */
export function announceWeights(services: Services, { weights }: StartEvent): void {
  if (!weights) return;
  const { source, matched, otherShape, onlyInFile, onlyInModel } = weights;
  const lists = [
    [t("taken"), matched],
    [t("other shape"), otherShape],
    [t("only in the file"), onlyInFile],
    [t("only in the model"), onlyInModel],
  ] as const;
  services.log.line(t("Weights of {0}", source));
  for (const [title, { count, names }] of lists)
    if (count > 0)
      services.log.line(
        `  ${title}: ${String(count)} (${names.join(", ")}${count > names.length ? ", …" : ""})`,
      );
  const left = otherShape.count + onlyInModel.count;
  tell(
    left === 0 ? "info" : "warning",
    left === 0
      ? t("All {0} weights of the model are taken from {1}.", matched.count, sourceName(source))
      : t(
          "Weights taken from {0}: {1} of {2}. The others are drawn anew: nothing there has their name and shape.",
          sourceName(source),
          matched.count,
          matched.count + left,
        ),
    { title: t("Show Log"), run: () => services.log.show() },
  );
}

/** A run's name for its checkpoint, a file's own for any other. */
function sourceName(file: string): string {
  const folder = path.dirname(file);
  return path.basename(isCheckpoints(folder) ? path.dirname(folder) : file);
}

function announceCrash(services: Services, { document, history }: ShownRun, { message }: EngineError): void {
  const { run } = history;
  services.log.line(message);
  tell(
    "error",
    message,
    ...(run === undefined
      ? []
      : [{ title: t("Resume"), run: () => trainModel(services, document, { resume: run }) }]),
    { title: t("Show Log"), run: () => services.log.show() },
  );
}

function lossOf({ history }: ShownRun): string {
  return history.view().loss?.toPrecision(4) ?? "–";
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
