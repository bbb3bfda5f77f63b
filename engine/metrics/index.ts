import { accuracy } from "./accuracy";
import { mae } from "./mae";
import type { Metric } from "./metric";

/** Every metric by name. */
export const metrics: ReadonlyMap<string, Metric> = new Map(
  [accuracy, mae].map((metric) => [metric.name, metric]),
);
