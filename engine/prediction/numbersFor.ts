import type { SafeTensor } from "../interop/safetensors";
import { sampleShape, sampleSize } from "../tensor/graphType";
import type { PredictionInput } from "./ports";

/** Numbers that were listed: one sample if there are as many as it has, otherwise a row that `checkInputs` refuses. */
export function numbersFor({ type }: PredictionInput, values: readonly number[]): SafeTensor {
  const shape = values.length === sampleSize(type) ? sampleShape(type) : [values.length];
  return { shape, data: Float64Array.from(values) };
}
