import type { StartEvent } from "../../engine/run/events";
import { figureOf } from "../../engine/tensor/path";
import { isMatrix } from "./metric";

/**
 * The figures that have a chart: the loss or, if the objectives have names, each objective's instead; then the model's
 * metrics that are numbers, even before their first value, and the other curves.
 */
export function chartNames(
  curves: readonly string[],
  start: Pick<StartEvent, "metrics" | "objectives"> | undefined,
): string[] {
  const { metrics = [], objectives = [] } = start ?? {};
  const own = objectives.map(({ name }) => figureOf(name, "loss"));
  const all = [...own, ...metrics.filter((name) => !isMatrix(name)), ...curves];
  return [...new Set(own.length > 0 ? all.filter((name) => name !== "loss") : ["loss", ...all])];
}
