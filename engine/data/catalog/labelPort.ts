import type { DataPort } from "./source";

/** The port of one class number a sample, 0 … classes − 1. */
export function labelPort(classes: number | undefined): DataPort {
  return {
    name: "label",
    shape: [],
    dtype: "int32",
    ...(classes !== undefined && { classes, range: { low: 0, high: classes - 1 } }),
    whole: true,
  };
}
