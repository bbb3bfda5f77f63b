import type { Operation, OnnxLowering, OperationName, Operations, Signature } from "./operation";
import { at, broadcastShapes, sizeOf, type DType, type HostTensor, type TensorType } from "../tensor/tensor";

/** Operations without attributes and with one output. */
type Elementwise = {
  [K in OperationName]: Operations[K] extends Signature<1 | 2 | 3> ? K : never;
}[OperationName];

interface Definition<K extends OperationName> {
  readonly name: K;
  /** The value of one element. */
  readonly compute: (...operands: number[]) => number;
  /** A WGSL expression of `a`, `b`, `c`. */
  readonly wgsl: string;
  /** An ONNX operator of the same inputs, or a lowering. */
  readonly onnx: string | OnnxLowering<K>;
  readonly vjp: Operation<K>["vjp"];
  /** Element type of the result; that of the last input by default. */
  readonly result?: DType;
}

/**
 * An operation that works element by element on operands that broadcast against each other by NumPy's rule; such
 * operations are fused with their neighbours on WebGPU.
 */
export function defineElementwise<K extends Elementwise>(definition: Definition<K>): Operation<K> {
  const { name, compute, wgsl, onnx, vjp, result } = definition;
  return {
    name,
    vjp,
    infer: (inputs) => [
      { shape: broadcastAll(name, inputs), dtype: result ?? at(inputs, inputs.length - 1).dtype },
    ],
    reference: (inputs, outputs) => {
      computeElements(compute, inputs, at(outputs, 0));
    },
    webgpu: { kind: "elementwise", expression: (operands) => substitute(wgsl, operands) },
    onnx: typeof onnx === "string" ? (emit, inputs) => [emit.node(onnx, inputs)] : onnx,
  };
}

/** Replaces the words a, b and c by the operands' expressions. */
function substitute(wgsl: string, operands: readonly string[]): string {
  return `(${wgsl.replace(/\b[abc]\b/g, (word) => at(operands, word.charCodeAt(0) - 97))})`;
}

/** A comparison's result as float32 zeros and ones. */
export function compared<K extends OperationName>(type: string): OnnxLowering<K> {
  return (emit, inputs) => [emit.cast(emit.node(type, inputs), "float")];
}

export function broadcastAll(name: string, inputs: readonly TensorType[]): number[] {
  return inputs.reduce<number[]>((shape, type) => {
    const both = broadcastShapes(shape, type.shape);
    if (!both)
      throw new Error(`${name}: [${shape.join(", ")}] and [${type.shape.join(", ")}] do not broadcast`);
    return both;
  }, []);
}

/** Fills the output with a function of the inputs' elements, broadcasting the inputs to the output's shape. */
export function computeElements(
  compute: (...operands: number[]) => number,
  inputs: readonly HostTensor[],
  output: HostTensor,
): void {
  const { shape } = output.type;
  const steps = inputs.map((input) => broadcastStrides(input.type.shape, shape));
  const offsets = inputs.map(() => 0);
  const operands = inputs.map(() => 0);
  const index = shape.map(() => 0);
  for (let element = 0; element < sizeOf(shape); element++) {
    for (let i = 0; i < inputs.length; i++) operands[i] = at(inputs, i).data[at(offsets, i)] ?? NaN;
    output.data[element] = compute(...operands);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = at(index, axis) + 1;
      const wraps = next === shape[axis];
      index[axis] = wraps ? 0 : next;
      for (let i = 0; i < inputs.length; i++) {
        offsets[i] = at(offsets, i) + at(at(steps, i), axis) * (wraps ? 1 - next : 1);
      }
      if (!wraps) break;
    }
  }
}

/** Strides, in elements, that walk an operand along the axes of the shape it broadcasts to. */
export function broadcastStrides(operand: readonly number[], shape: readonly number[]): number[] {
  const lead = shape.length - operand.length;
  let stride = 1;
  const strides = new Array<number>(shape.length).fill(0);
  for (let axis = operand.length - 1; axis >= 0; axis--) {
    const size = at(operand, axis);
    strides[axis + lead] = size === 1 ? 0 : stride;
    stride *= size;
  }
  return strides;
}
