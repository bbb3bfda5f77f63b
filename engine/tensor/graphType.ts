import type { DType, TensorType } from "./tensor";
import { sizeOf } from "./tensor";

/** A size of a tensor in the graph: a number, or "N" for the batch, which is known only when a step is compiled. */
export type Dim = number | "N";

/** The type of a value on a wire: batch first, so almost always `["N", …]`; a loss is `[]`. */
export interface GraphType {
  readonly shape: readonly Dim[];
  readonly dtype: DType;
  /** For labels, if the data determine it: they are 0 … classes − 1. */
  readonly classes?: number;
  /** The axis of the units, features or channels, if known. */
  readonly units?: number;
  /** The smallest label that occurs, if the data determine it: labels counted from 1 have no 0. */
  readonly lowest?: number;
}

/** The sizes of one sample: the shape without its batch axis. */
export function sampleShape(type: GraphType): number[] {
  return type.shape.filter((size): size is number => size !== "N");
}

/** Whether its first axis counts samples; a Constant's does not. */
export function hasBatch({ shape }: GraphType): boolean {
  return shape[0] === "N";
}

/** A batch of samples of a shape. */
export function batchOf(shape: readonly number[], dtype: DType = "float32"): GraphType {
  return { shape: ["N", ...shape], dtype };
}

/** The static type at a batch size. */
export function withBatch(type: GraphType, batchSize: number): TensorType {
  return { shape: type.shape.map((size) => (size === "N" ? batchSize : size)), dtype: type.dtype };
}

/** Elements of one sample. */
export function sampleSize(type: GraphType): number {
  return sizeOf(sampleShape(type));
}

/** For messages: `16×28×28`; a sample without axes is `1`, a loss `scalar`. */
export function showShape(type: GraphType): string {
  const sizes = sampleShape(type);
  if (sizes.length > 0) return sizes.join("×");
  return type.shape.length > 0 ? "1" : "scalar";
}
