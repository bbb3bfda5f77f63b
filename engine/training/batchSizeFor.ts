import { defaultBatchSize } from "../graph/trainingDefaults";

/** Samples in a step: as many as wanted, as far as there are any; undefined wants what suits their number. */
export function batchSizeFor(samples: number, wanted: number | "all" | undefined): number {
  return wanted === "all" ? samples : Math.min(wanted ?? defaultBatchSize(samples), samples);
}
