import type { MetricOutput } from "../compiler/appendMetrics";
import type { LoadedDataset } from "../data/dataset";

/**
 * The class names of each metric that is a matrix, in the order of their indices, by the metric's name; only for
 * metrics whose targets come directly from data with class names.
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
