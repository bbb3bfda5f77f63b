import { hasBatch, sampleSize } from "../tensor/graphType";
import type { Predicted } from "./Predictor";

/** The numbers of all samples: for answers of yes or no, the probabilities of yes. */
export function allValuesOf({ output, data, read }: Predicted): Predicted["data"] {
  return output.reads === "binary" && read ? read.data : data;
}

/** The numbers of one sample. */
export function valuesOf(predicted: Predicted, sample: number): number[] {
  const values = allValuesOf(predicted);
  const { type } = predicted.output;
  const size = hasBatch(type) ? sampleSize(type) : values.length;
  return [...values.slice(sample * size, (sample + 1) * size)];
}
