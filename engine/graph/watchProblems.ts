import { t } from "@vscode/l10n";
import { metricCalled } from "../metrics";
import { playedFigureCalled } from "../data/catalog/playedFigures";
import { defaultWatch, watchableNames, watchedFigure } from "./figures";
import { nearest } from "./nearest";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/** An error if `training.watch` names no figure of the run. */
export function watchProblems(typed: TypedGraph): Problem[] {
  const { watch, metrics } = typed.graph.training;
  if (watch === undefined || watchedFigure(typed)) return [];
  const [name = ""] = watch.split(".").slice(-1);
  const metric = metricCalled(name);
  const names = watchableNames(typed);
  const meant = nearest(watch, names);
  const message =
    metric?.kind === "matrix"
      ? t('"{0}" is a table and cannot be watched. Watch a number, such as "{1}".', watch, defaultWatch)
      : metric && !metrics.includes(name)
        ? t('"{0}" is not measured. Add "{1}" to the metrics, or watch "{2}".', watch, name, defaultWatch)
        : meant === undefined
          ? t('The run has no figure "{0}" to watch. Use one of {1}.', watch, quoted(names))
          : t('The run has no figure "{0}" to watch. Did you mean "{1}"?', watch, meant);
  return [problem(typed, "unknown-figure", "error", message)];
}

/** A warning if a figure of the validation set is to be watched and there is none: that of training is used instead. */
export function watchWarnings(typed: TypedGraph, validationSamples: number): Problem[] {
  const { watch, patience } = typed.graph.training;
  const watched = watchedFigure(typed);
  if ((watch ?? patience) === undefined || watched?.part !== "validation" || validationSamples > 0) return [];
  // Evaluation plays episodes instead of reading rows.
  if (playedFigureCalled(watched.figure.name)) return [];
  const message = t(
    'No rows are held out for validation, so "{0}" of the training rows is watched instead of "{1}". Set "validation" at the Dataset, or watch "{0}".',
    watched.figure.name,
    watched.watch,
  );
  return [problem(typed, "watch-without-validation", "warning", message)];
}

/** How many names a message lists. */
const mostNames = 8;

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name}"`);
  return shown.concat(names.length > mostNames ? "…" : []).join(", ");
}

function problem(
  { graph }: TypedGraph,
  code: string,
  severity: Problem["severity"],
  message: string,
): Problem {
  const { settings, training } = graph.places;
  const setting = graph.training.watch === undefined ? "patience" : "watch";
  return { code, severity, message, range: settings[setting] ?? training, setting };
}
