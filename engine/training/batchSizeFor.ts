import { defaultBatchSize } from "../graph/trainingDefaults";

/**
 * The effective batch size: the wanted one, or by default one that suits the number of samples; at most that number.
 */
export function batchSizeFor(samples: number, wanted: number | "all" | undefined): number {
  return wanted === "all" ? samples : Math.min(wanted ?? defaultBatchSize(samples), samples);
}
