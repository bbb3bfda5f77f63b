import { listed, type AnyInputs } from "./inputs";
import type { Operation, OnnxLowering, OperationName, Operations, OutputsOf, Signature } from "./operation";
import { at, broadcastShapes, sizeOf, type DType, type HostTensor, type TensorType } from "../tensor/tensor";

/** Operations without attributes and with one output. */
type Elementwise = {
  [K in OperationName]: Operations[K] extends Signature<readonly string[]> ? K : never;
}[OperationName];

interface Definition<K extends OperationName> {
  readonly name: K;
  readonly inputs: Operations[K]["inputs"];
  /** The value of one element. */
  readonly compute: (...operands: number[]) => number;
  /** A WGSL expression in terms of the inputs' names. */
  readonly wgsl: string;
  /** An ONNX operator with the same inputs, or a lowering. */
  readonly onnx: string | OnnxLowering<K>;
  readonly gradient: Operation<K>["gradient"];
  /** Element type of the result; that of the last input by default. */
  readonly result?: DType;
}

/**
 * An operation that works element by element on operands that broadcast against each other by NumPy's rules; such
 * operations are fused with their neighbours on WebGPU.
 */
export function defineElementwise<K extends Elementwise>(definition: Definition<K>): Operation<K> {
  const { name, inputs, compute, wgsl, onnx, gradient, result } = definition;
  return {
    name,
    inputs,
    gradient,
    infer: (inputs) => {
      const types = listed<TensorType>(inputs);
      const type = { shape: broadcastAll(name, types), dtype: result ?? at(types, types.length - 1).dtype };
      return [type] as unknown as OutputsOf<K, TensorType>;
    },
    reference: (inputs, outputs) => {
      computeElements(compute, listed<HostTensor>(inputs), at(outputs, 0));
    },
    webgpu: { kind: "elementwise", expression: (operands) => substitute(wgsl, operands) },
    onnx: typeof onnx === "string" ? (emit, inputs) => [emit.node(onnx, listed<string>(inputs))] : onnx,
  };
}

/** Replaces the inputs' names with the operands' expressions. */
function substitute(wgsl: string, operands: AnyInputs<string>): string {
  return `(${wgsl.replace(/\b[a-z]+\b/g, (word) => String(operands[word] ?? word))})`;
}

/** A comparison's result as float32 zeros and ones. */
export function compared<K extends OperationName>(type: string): OnnxLowering<K> {
  return (emit, inputs) => [emit.cast(emit.node(type, listed<string>(inputs)), "float")];
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
