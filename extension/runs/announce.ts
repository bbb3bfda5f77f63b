import * as path from "node:path";
import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { EndEvent, StartEvent } from "../../engine/run/events";
import { isCheckpoints } from "../../engine/runFolder/runPaths";
import { reportError } from "../commands/reportError";
import { showTraining } from "../commands/showTraining";
import { trainModel } from "../commands/trainModel";
import { EngineError } from "../engine/EngineError";
import { showMessage } from "../messages";
import type { Services } from "../Services";
import { showNumber } from "../showNumber";
import type { Run } from "./Run";
import type { Crash } from "./Runs";

/** Shows a message when a run failed, or completed while it was not visible. */
export function announceEnd(services: Services, run: Run, end: EndEvent): void {
  const { runs, trainingIsVisible } = services;
  const isShown = run === runs.shown;
  if (end.error && end.run !== "") {
    const { code, message } = end.error;
    // `announceCrash` reports it once for all runs.
    if (code === "engine-crashed") return;
    const named = isShown ? end.error : { ...end.error, message: t("{0}: {1}", run.name, message) };
    reportError(services, new EngineError(named), openDocument(run.document));
    return;
  }
  if (end.status === "completed" && !(isShown && trainingIsVisible()))
    showMessage(
      "info",
      t("Training of {0} completed: {1} steps, loss {2}.", run.name, showNumber(end.step), lossOf(run)),
      {
        title: t("Show Training"),
        run: async () => {
          await runs.select(run);
          showTraining();
        },
      },
    );
}

/** Shows a message that the engine crashed, and offers to resume the runs that it was training. */
export function announceCrash(services: Services, { error: { message }, runs }: Crash): void {
  services.log.line(message);
  const lost = runs.flatMap(({ name, document, folder }) =>
    folder === undefined ? [] : [{ name, document, from: { resume: folder } }],
  );
  const several = lost.length > 1;
  const resume = () => Promise.all(lost.map(({ document, from }) => trainModel(services, document, from)));
  showMessage(
    "error",
    several ? t("{0} It was training {1}.", message, lost.map(({ name }) => name).join(", ")) : message,
    ...(lost.length > 0 ? [{ title: several ? t("Resume All") : t("Resume"), run: resume }] : []),
    { title: t("Show Log"), run: () => services.log.show() },
  );
}

/** Shows and logs which of the given weights a run has loaded. */
export function announceWeights(services: Services, { weights }: StartEvent): void {
  if (!weights) return;
  const { source, matched, otherShape, onlyInFile, onlyInModel } = weights;
  const lists = [
    [t("loaded"), matched],
    [t("shape mismatch"), otherShape],
    [t("only in the file"), onlyInFile],
    [t("only in the model"), onlyInModel],
  ] as const;
  services.log.line(t("Weights of {0}", source));
  for (const [title, { count, names }] of lists)
    if (count > 0)
      services.log.line(
        `  ${title}: ${String(count)} (${names.join(", ")}${count > names.length ? ", …" : ""})`,
      );
  const others = otherShape.count + onlyInModel.count;
  showMessage(
    others === 0 ? "info" : "warning",
    others === 0
      ? t("All {0} weights of the model were loaded from {1}.", matched.count, sourceName(source))
      : t(
          "{1} of {2} weights were loaded from {0}. The others are initialized randomly: {0} has no tensor with their name and shape.",
          sourceName(source),
          matched.count,
          matched.count + others,
        ),
    { title: t("Show Log"), run: () => services.log.show() },
  );
}

/** The name of a checkpoint's run, or of any other file. */
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
