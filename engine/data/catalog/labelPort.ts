import type { DataPort } from "./source";

/** A port with one class index per sample, 0 … classes − 1. */
export function labelPort(classes: number | undefined): DataPort {
  return {
    name: "label",
    shape: [],
    dtype: "int32",
    ...(classes !== undefined && { classes, range: { low: 0, high: classes - 1 } }),
    whole: true,
  };
}
