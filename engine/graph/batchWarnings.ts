import { t } from "@vscode/l10n";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/** What is written about batches and cannot be had with so many rows to train on. */
export function batchWarnings({ graph }: TypedGraph, samples: number): Problem[] {
  const { batchSize } = graph.training;
  const range = graph.places.settings.batchSize;
  if (typeof batchSize !== "number" || batchSize <= samples || !range) return [];
  return [
    {
      code: "batch-larger-than-data",
      severity: "warning",
      message: t(
        'There are only {0} rows to train on, so a step takes {0} samples and not {1}. "all" takes them all without this warning.',
        samples,
        batchSize,
      ),
      range,
      setting: "batchSize",
    },
  ];
}
