import type { OnnxAttributes } from "../../ops/operation";

/** The element types in use, with their numbers in `TensorProto.DataType`. */
export const onnxTypes = { float: 1, int32: 6, int64: 7, bool: 9, uint64: 13 } as const;
export type OnnxType = keyof typeof onnxTypes;

export interface OnnxNode {
  /** A standard operator, or one with its domain before the last dot: `com.microsoft.FusedMatMul`. */
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
  /** A Scan's body. It reads the last `captured` tensors of `inputs` from the enclosing graph; they are not written as inputs. */
  readonly body?: { readonly graph: OnnxGraph; readonly captured: number };
}

/** A constant or a weight; `data` is little-endian and row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** An input or output of the graph; a size that is a string is symbolic. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxTensor[];
  /** Shapes of intermediate tensors, as far as they are known; not written to the file. */
  readonly shapes?: ReadonlyMap<string, readonly number[]>;
  /** In topological order. */
  readonly nodes: readonly OnnxNode[];
}
