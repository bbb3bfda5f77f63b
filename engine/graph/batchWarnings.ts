import { t } from "@vscode/l10n";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/** Batch settings that cannot be followed with this many training rows. */
export function batchWarnings({ graph }: TypedGraph, samples: number): Problem[] {
  const { batchSize } = graph.training;
  const range = graph.places.settings.batchSize;
  if (typeof batchSize !== "number" || batchSize <= samples || !range) return [];
  return [
    {
      code: "batch-larger-than-data",
      severity: "warning",
      message: t(
        'There are only {0} training rows, so a step uses {0} samples, not {1}. Set "batchSize" to "all" to use them all without this warning.',
        samples,
        batchSize,
      ),
      range,
      setting: "batchSize",
    },
  ];
}
