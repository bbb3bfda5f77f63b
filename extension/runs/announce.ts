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
import type { Run } from "./Run";
import type { Crash } from "./Runs";

/** Says how a run ended, where that is news: it failed, or it was completed out of sight. */
export function announceEnd(services: Services, run: Run, end: EndEvent): void {
  const { runs, trainingIsVisible } = services;
  const isShown = run === runs.shown;
  if (end.error && end.run !== "") {
    const { code, message } = end.error;
    // Told once for all runs of the engine.
    if (code === "engine-crashed") return;
    const named = isShown ? end.error : { ...end.error, message: t("{0}: {1}", run.name, message) };
    reportError(services, new EngineError(named), openDocument(run.document));
    return;
  }
  if (end.status === "completed" && !(isShown && trainingIsVisible()))
    tell("info", t("{0} is trained: {1} steps, loss {2}.", run.name, showNumber(end.step), lossOf(run)), {
      title: t("Show Training"),
      run: async () => {
        await runs.select(run);
        showTraining();
      },
    });
}

/** Says that the engine died, and offers to resume the runs that it trained. */
export function announceCrash(services: Services, { error: { message }, runs }: Crash): void {
  services.log.line(message);
  const lost = runs.flatMap(({ name, document, folder }) =>
    folder === undefined ? [] : [{ name, document, from: { resume: folder } }],
  );
  const several = lost.length > 1;
  const resume = () => Promise.all(lost.map(({ document, from }) => trainModel(services, document, from)));
  tell(
    "error",
    several ? t("{0} It was training {1}.", message, lost.map(({ name }) => name).join(", ")) : message,
    ...(lost.length > 0 ? [{ title: several ? t("Resume All") : t("Resume"), run: resume }] : []),
    { title: t("Show Log"), run: () => services.log.show() },
  );
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

function lossOf({ view }: Run): string {
  return view.loss?.toPrecision(4) ?? "–";
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
