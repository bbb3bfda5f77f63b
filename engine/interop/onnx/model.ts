import type { OnnxAttributes } from "../../ops/operation";

/** Element types that the lowering needs, by their number in `TensorProto.DataType`. */
export const onnxTypes = { float: 1, int32: 6, int64: 7, bool: 9, uint64: 13 } as const;
export type OnnxType = keyof typeof onnxTypes;

export interface OnnxNode {
  /** An operator of the standard, or `com.microsoft.FusedMatMul`: what stands before the last dot is its domain. */
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
  /** The graph that a Scan repeats. It also reads the tensors named last in `inputs`, which are not written there. */
  readonly body?: { readonly graph: OnnxGraph; readonly captured: number };
}

/** A constant or a weight; `data` is little-endian and row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** An input or output of the graph; a size in words stands for one that is known when the model runs. */
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
  /** Shapes of tensors in between, where they are known; not written. */
  readonly shapes?: ReadonlyMap<string, readonly number[]>;
  /** In an order that can be executed. */
  readonly nodes: readonly OnnxNode[];
}
