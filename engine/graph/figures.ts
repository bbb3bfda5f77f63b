import type { Layer, Predictions } from "../layers/layer";
import { metricCalled } from "../metrics";
import type { Metric } from "../metrics/metric";
import { playedFigures } from "../data/catalog/playedFigures";
import { figureOf, pathOf } from "../tensor/path";
import { isPlayed } from "./policies";
import type { TypedGraph, TypedNode } from "./typedGraph";

/** A number that an epoch has, in training and in validation: its loss or one of its metrics. */
export interface Figure {
  /** As in the run's events: `loss`, `accuracy`, or `loss2.accuracy` if several losses have that metric. */
  readonly name: string;
  /** Which way is better. */
  readonly better: "higher" | "lower";
  /** Whether only training has it. */
  readonly ofTraining?: boolean;
}

/** What decides which epoch is the best, and whether a run still improves. */
export interface WatchedFigure {
  /** As written: `validation.loss`, `accuracy`. */
  readonly watch: string;
  /** Whose figure it is. */
  readonly part: "training" | "validation";
  readonly figure: Figure;
}

/** What is watched unless the document says otherwise, by a network that does not play. */
export const defaultWatch = "validation.loss";

/** What a graph's run watches by default: a network that plays is to play well, and has no loss in evaluation. */
export function defaultWatchOf({ nodes }: Pick<TypedGraph, "nodes">): string {
  return [...nodes.values()].some(isPlayed) ? "validation.return" : defaultWatch;
}

const validation = "validation.";

/**
 * The figures of a graph's epochs: the loss, and the metrics that are numbers and that one of its losses has. Each
 * objective with a name has its own besides the loss of all: `generator/loss`, `generator/accuracy`.
 */
export function figuresOf({ graph, nodes }: Pick<TypedGraph, "graph" | "nodes">): Figure[] {
  const { metrics, objectives } = graph.training;
  const losses = [...nodes.values()].filter(({ layer }) => layer.objective !== undefined);
  const played = [...nodes.values()].some(isPlayed) ? playedFigures : [];
  if (objectives.length === 0) return [totalLoss, ...metricsOf(losses, metrics), ...played];
  const own = objectives.flatMap(({ name, losses: named }) => {
    const minimised = new Set(named);
    const figures = metricsOf(
      losses.filter(({ node }) => minimised.has(node.id)),
      metrics,
    );
    return [totalLoss, ...figures].map((figure) => ({ ...figure, name: figureOf(name, figure.name) }));
  });
  return [totalLoss, ...own, ...played];
}

const totalLoss: Figure = { name: "loss", better: "lower" };

function metricsOf(losses: readonly TypedNode[], metrics: readonly string[]): Figure[] {
  return metrics.flatMap((name) => {
    const metric = metricCalled(name);
    if (metric?.kind !== "number") return [];
    const measured = losses.filter(({ layer }) => supports(layer, metric));
    return measured.map(({ node }): Figure => ({
      name: measured.length > 1 ? pathOf(node.id, name) : name,
      better: metric.better,
    }));
  });
}

/** The figure that a document's `training.watch` names; undefined if there is no such figure. */
export function watchedFigure(typed: Pick<TypedGraph, "graph" | "nodes">): WatchedFigure | undefined {
  const { watch = defaultWatchOf(typed) } = typed.graph.training;
  const isValidation = watch.startsWith(validation);
  const name = isValidation ? watch.slice(validation.length) : watch;
  const figure = figuresOf(typed).find((one) => one.name === name && !(isValidation && one.ofTraining));
  return figure && { watch, part: isValidation ? "validation" : "training", figure };
}

/** What `training.watch` names once an objective has another name. */
export function watchRenamed(watch: string, objective: string, to: string): string {
  const part = watch.startsWith(validation) ? validation : "";
  const before = `${part}${figureOf(objective, "")}`;
  return watch.startsWith(before) ? `${part}${figureOf(to, watch.slice(before.length))}` : watch;
}

/** Whether `training.watch` names a figure of an objective. */
export function watchesObjective(watch: string, objective: string): boolean {
  return watchRenamed(watch, objective, "") !== watch;
}

/** Every name that `training.watch` may have for a graph, those of the validation set first. */
export function watchableNames(typed: Pick<TypedGraph, "graph" | "nodes">): string[] {
  const figures = figuresOf(typed);
  const validated = figures.filter(({ ofTraining = false }) => !ofTraining);
  return [...validated.map(({ name }) => `${validation}${name}`), ...figures.map(({ name }) => name)];
}

/** Whether a metric can be computed from a loss's predictions. */
export function supports({ predictions = {} }: Layer, { of }: Metric): boolean {
  const kinds = Object.keys(of) as (keyof Predictions)[];
  return kinds.some((kind) => predictions[kind] !== undefined);
}
