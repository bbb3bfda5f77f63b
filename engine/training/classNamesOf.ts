import type { MetricOutput } from "../compiler/appendMetrics";
import type { LoadedDataset } from "../data/dataset";

/**
 * The names of the classes of each metric that is a matrix, in the order of their numbers, by the metric's name: where
 * the right classes come straight from data that name them.
 */
export function classNamesOf(
  metrics: readonly MetricOutput[],
  datasets: readonly LoadedDataset[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    metrics.flatMap(({ name, metric, target }) => {
      const ports = datasets.find(({ node }) => node === target?.node)?.dataset.ports;
      const classNames = ports?.find((port) => port.name === target?.port)?.classNames;
      return metric.kind === "matrix" && classNames ? [[name, classNames]] : [];
    }),
  );
}
