import type { HostTensor, TensorType } from "../tensor/tensor";

/** A value of a Program: made once, by one instruction, a feed or a state slot (static single assignment). */
export interface Value {
  readonly id: number;
  readonly type: TensorType;
}

/** What an operation's file declares about how it is called: inputs ("list": any number), attributes, outputs. */
export interface Signature<
  Inputs extends 0 | 1 | 2 | 3 | 4 | "list",
  Attributes = NoAttributes,
  Outputs extends 1 | 2 | "list" = 1,
> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly outputs: Outputs;
}
export type NoAttributes = Readonly<Record<never, never>>;

/**
 * The primitive operations of the IR by name. Every file of this folder adds its own line by declaration merging,
 * so that an operation is one file and the builder, the table and the runtimes know its type all the same.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Operations {}

export type OperationName = keyof Operations;
export type AttributesOf<K extends OperationName> = Operations[K]["attributes"];

/** One line of a Program. */
export interface Instruction<K extends OperationName = OperationName> {
  readonly op: K;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: AttributesOf<K>;
}

/** An input of a builder call; a number stands for a float32 scalar constant. */
export type Operand = Value | number;

type Inputs<N> = N extends 0
  ? []
  : N extends 1
    ? [Operand]
    : N extends 2
      ? [Operand, Operand]
      : N extends 3
        ? [Operand, Operand, Operand]
        : N extends 4
          ? [Operand, Operand, Operand, Operand]
          : [readonly Operand[]];
type Result<N> = N extends 2 ? readonly [Value, Value] : N extends "list" ? readonly Value[] : Value;
type Call<S> =
  S extends Signature<infer N, infer A, infer O>
    ? (...args: NoAttributes extends A ? Inputs<N> : [...Inputs<N>, A]) => Result<O>
    : never;

/** What an operation repeats: instructions between values that come in and values that go out, both in order. */
export interface Body {
  readonly feeds: readonly { readonly name: string; readonly value: Value }[];
  readonly instructions: readonly Instruction[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}

/** Computes a body's outputs from what comes in. */
export type RunBody = (body: Body, inputs: readonly HostTensor[]) => readonly HostTensor[];

/** Appends instructions to a Program: `b.add(x, 1)`, `b.conv2d(x, w, { stride: [1, 1], … })`. */
export type Builder = { readonly [K in OperationName]: Call<Operations[K]> };

/**
 * A kernel to launch: the name of a shader of `shaders/`, or of several that are joined (`gemmRows+conv2d`), the
 * constants put in front of it as `const NAME = value;` (of WGSL's abstract numeric types), and the number of
 * workgroups. Bindings are the instruction's inputs, then its outputs, in order, unless given.
 */
export interface Kernel {
  readonly shader: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly workgroups: readonly [number, number, number];
  /** `{ input: i }`, `{ output: i }`, `{ scratch: i }` or `{ number: n }` for each binding, in order. */
  readonly bindings?: readonly Binding[];
}
export type Binding =
  | { readonly input: number }
  | { readonly output: number }
  | { readonly scratch: number }
  /** An int32 that is read from memory, so that launches which differ in it alone share a compiled kernel. */
  | { readonly number: number };

/** What a kernel may depend on: a shape's best kernel differs by adapter. */
export interface DeviceTraits {
  /** A software Vulkan adapter (lavapipe, SwiftShader): barriers and workgroup memory are slow there. */
  readonly software: boolean;
  readonly maxInvocations: number;
  readonly maxWorkgroups: number;
  readonly workgroupMemory: number;
  /** Invocations that can hand each other registers, where the device has that and their number is fixed; else 0. */
  readonly subgroupSize: number;
}

/** How WebGPU computes an operation. */
export type WebgpuLowering<K extends OperationName> =
  /** A WGSL expression of the operands at one index: fused with its neighbours into generated kernels. */
  | {
      readonly kind: "elementwise";
      readonly expression: (operands: readonly string[], attributes: AttributesOf<K>) => string;
    }
  /** The same bytes under another shape. */
  | { readonly kind: "alias" }
  /**
   * One element as a WGSL expression of elements elsewhere: so cheap that its readers compute it again rather than
   * have it stored. `read` gives the element of an input at coordinates, u32 expressions like those it is given.
   */
  | {
      readonly kind: "view";
      readonly expression: (
        read: (input: number, coordinates: readonly string[]) => string,
        coordinates: readonly string[],
        instruction: Instruction<K>,
      ) => string;
    }
  /** Kernels of `shaders/`, launched in order; `scratch` gives the sizes in elements of buffers between them. */
  | {
      readonly kind: "kernels";
      readonly plan: (
        instruction: Instruction<K>,
        device: DeviceTraits,
      ) => { readonly kernels: readonly Kernel[]; readonly scratch?: readonly number[] };
    };

/** Appends nodes to an ONNX graph; names stand for tensors. Made by `engine/interop/onnx`. */
export interface OnnxEmitter {
  /** Adds a node and gives the name of its only output. */
  node(type: string, inputs: readonly string[], attributes?: OnnxAttributes): string;
  /** Adds a node with several outputs. */
  nodes(type: string, inputs: readonly string[], outputs: number, attributes?: OnnxAttributes): string[];
  /** A float32 constant of a shape (a scalar by default). */
  floats(values: readonly number[], shape?: readonly number[]): string;
  /** An int64 constant, 1-D by default: shapes, axes and starts. */
  int64(values: readonly number[], shape?: readonly number[]): string;
  /** An int32 constant. */
  int32(values: readonly number[], shape?: readonly number[]): string;
  /** A uint64 constant: integer arithmetic that wraps and shifts. */
  uint64(values: readonly (number | bigint)[], shape?: readonly number[]): string;
  /** The Scan node of a `scan`, and the names of its outputs. */
  scan(inputs: readonly string[], instruction: Instruction<"scan">): string[];
  cast(input: string, to: "float" | "int32" | "int64" | "uint8" | "uint32" | "uint64" | "bool"): string;
}
/** Numbers become FLOAT when wrapped, INT otherwise; lists INTS or STRINGS. */
export type OnnxAttributes = Readonly<
  Record<string, number | string | readonly number[] | readonly string[] | { readonly float: number }>
>;

/** How ONNX computes an operation: names of the inputs in, names of the outputs out. */
export type OnnxLowering<K extends OperationName> = (
  emit: OnnxEmitter,
  inputs: readonly string[],
  instruction: Instruction<K>,
) => readonly string[];

/** One primitive operation: everything that is known of it. */
export interface Operation<K extends OperationName = OperationName> {
  readonly name: K;
  /** A call gives a list of outputs, however many there are. */
  readonly listsOutputs?: true;
  /** The types of the outputs; throws an Error for inputs that do not fit (a fault of the caller, not of the user). */
  readonly infer: (inputs: readonly TensorType[], attributes: AttributesOf<K>) => readonly TensorType[];
  /** The meaning: fills the outputs with plain float64 loops. `run` is for operations with a body. */
  readonly reference: (
    inputs: readonly HostTensor[],
    outputs: readonly HostTensor[],
    attributes: AttributesOf<K>,
    run: RunBody,
  ) => void;
  /**
   * The gradient of each input, given the gradient of each output (undefined where none flows); undefined for an
   * input without a gradient. "none": the gradient is zero everywhere or not defined (integers, comparisons). "body":
   * the compiler differentiates the operation's body.
   */
  readonly vjp:
    | "none"
    | "body"
    | ((
        b: Builder,
        instruction: Instruction<K>,
        gradients: readonly (Value | undefined)[],
      ) => readonly (Value | undefined)[]);
  /** One way for all calls, or one for each. */
  readonly webgpu: WebgpuLowering<K> | ((instruction: Instruction<K>) => WebgpuLowering<K>);
  readonly onnx: OnnxLowering<K>;
}

export function defineOperation<K extends OperationName>(operation: Operation<K>): Operation<K> {
  return operation;
}
