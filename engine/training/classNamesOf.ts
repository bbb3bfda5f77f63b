import type { JudgedMetric } from "../compiler/judge";
import type { NodeSamples } from "./batchFeeds";

/**
 * The names of the classes of each metric that is a matrix, in the order of their numbers, by the metric's name: where
 * the right classes come straight from data that name them.
 */
export function classNamesOf(
  metrics: readonly JudgedMetric[],
  nodes: readonly NodeSamples[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    metrics.flatMap(({ name, metric, target }) => {
      const columns = nodes.find(({ node }) => node === target?.node)?.samples.columns;
      const classNames = columns?.find((column) => column.name === target?.port)?.classNames;
      return metric.kind === "matrix" && classNames ? [[name, classNames]] : [];
    }),
  );
}
