import type { ScanOver } from "./scan";
import type { HostTensor, TensorType } from "../tensor/tensor";

/** A value of a Program: defined once, by one instruction, a feed or a state slot (static single assignment). */
export interface Value {
  readonly id: number;
  readonly type: TensorType;
}

/** How an input is declared: a name alone is one value, a list is any number of values, and an optional one may be omitted. */
export type Input = string | List | Optional;
export interface List<Name extends string = string> {
  readonly list: Name;
}
export interface Optional<Name extends string = string> {
  readonly optional: Name;
}

/** An operation's signature: inputs in the order in which they are printed, attributes, outputs. */
export interface Signature<
  Inputs extends readonly Input[],
  Attributes = NoAttributes,
  Outputs extends number | "list" = 1,
> {
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly outputs: Outputs;
}
export type NoAttributes = Readonly<Record<never, never>>;

/**
 * The primitive operations of the IR by name. Every file of this folder adds its own line by declaration merging,
 * so that an operation is one file and the builder, the table and the runtimes still know its type.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Operations {}

export type OperationName = keyof Operations;
export type AttributesOf<K extends OperationName> = Operations[K]["attributes"];
/** A T for each input of an operation, by name. */
export type InputsOf<K extends OperationName, T = Value> = K extends unknown
  ? Named<Operations[K]["inputs"], T>
  : never;
/** A T for each output of an operation, in order. */
export type OutputsOf<K extends OperationName, T = Value> = K extends unknown
  ? Several<Operations[K]["outputs"], T>
  : never;

type NameOf<I> = I extends List<infer Name> | Optional<infer Name> ? Name : I & string;
type Positions<Inputs> = keyof Inputs & `${number}`;
type Named<Inputs, T> = {
  readonly [P in Positions<Inputs> as NameOf<Inputs[P]>]: Inputs[P] extends List
    ? readonly T[]
    : Inputs[P] extends Optional
      ? T | undefined
      : T;
};
type Several<N, T> = N extends number ? Tuple<N, T> : readonly T[];
type Tuple<N, T, Elements extends readonly T[] = readonly []> = Elements["length"] extends N
  ? Elements
  : Tuple<N, T, readonly [...Elements, T]>;

/** One line of a Program. */
export type Instruction<K extends OperationName = OperationName> = {
  readonly [Name in K]: {
    readonly op: Name;
    readonly inputs: InputsOf<Name>;
    readonly outputs: OutputsOf<Name>;
    readonly attributes: AttributesOf<Name>;
  };
}[K];

/** An input of a builder call; a number stands for a float32 scalar constant. */
export type Operand = Value | number;

/** By position if every input is one value, or the only input a list: `b.matmul(x, w, …)`; otherwise by name. */
type Operands<Inputs> = Inputs extends readonly string[]
  ? { readonly [P in keyof Inputs]: Operand }
  : Inputs extends readonly [List]
    ? readonly [readonly Operand[]]
    : readonly [NamedOperands<Inputs>];
type NamedOperands<Inputs> = {
  readonly [
    P in Positions<Inputs> as Inputs[P] extends Optional ? never : NameOf<Inputs[P]>
  ]: Inputs[P] extends List ? readonly Operand[] : Operand;
} & {
  readonly [P in Positions<Inputs> as Inputs[P] extends Optional ? NameOf<Inputs[P]> : never]?:
    Operand | undefined;
};
type Result<N> = N extends 1 ? Value : Several<N, Value>;
type Call<S> =
  S extends Signature<infer I, infer A, infer O>
    ? (...args: NoAttributes extends A ? Operands<I> : [...Operands<I>, A]) => Result<O>
    : never;

/** The body of a loop: instructions, with inputs and outputs in order. */
export interface Body {
  readonly feeds: readonly { readonly name: string; readonly value: Value }[];
  readonly instructions: readonly Instruction[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}

/** Computes a body's outputs from its inputs. */
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
  readonly bindings?: readonly Binding[];
}
export type Binding =
  /** An input or output of the instruction. */
  | Value
  | { readonly scratch: number }
  /** An int32 that is read from memory, so that launches that differ only in it share a compiled kernel. */
  | { readonly number: number };

/** What a kernel may depend on: a shape's best kernel differs by adapter. */
export interface DeviceTraits {
  /** A software Vulkan adapter (lavapipe, SwiftShader): barriers and workgroup memory are slow there. */
  readonly software: boolean;
  readonly maxInvocations: number;
  readonly maxWorkgroups: number;
  readonly workgroupMemory: number;
  /** The subgroup size, if the device supports subgroups and their size is fixed; otherwise 0. */
  readonly subgroupSize: number;
}

/** How WebGPU computes an operation. */
export type WebgpuLowering<K extends OperationName> =
  /** A WGSL expression of the operands at one index: fused with its neighbours into generated kernels. */
  | {
      readonly kind: "elementwise";
      readonly expression: (operands: InputsOf<K, string>, attributes: AttributesOf<K>) => string;
    }
  /** The same bytes with another shape. */
  | { readonly kind: "alias" }
  /**
   * One element as a WGSL expression of elements at other positions: cheap enough for its readers to recompute it instead
   * of storing it. `read` returns an input's element at the given coordinates; all coordinates are u32 expressions.
   */
  | {
      readonly kind: "view";
      readonly expression: (
        read: (input: Value, coordinates: readonly string[]) => string,
        coordinates: readonly string[],
        instruction: Instruction<K>,
      ) => string;
    }
  /** Kernels of `shaders/`, launched in order; `scratch` has the sizes, in elements, of the buffers between them. */
  | {
      readonly kind: "kernels";
      readonly plan: (
        instruction: Instruction<K>,
        device: DeviceTraits,
      ) => { readonly kernels: readonly Kernel[]; readonly scratch?: readonly number[] };
    };

/** Appends nodes to an ONNX graph; tensors are identified by name. Implemented in `engine/interop/onnx`. */
export interface OnnxEmitter {
  /** Adds a node and returns the name of its only output. */
  node(type: string, inputs: readonly string[], attributes?: OnnxAttributes): string;
  /** Adds a node with several outputs and returns their names. */
  nodes(type: string, inputs: readonly string[], outputs: number, attributes?: OnnxAttributes): string[];
  /** A float32 constant of a shape (a scalar by default). */
  floats(values: readonly number[], shape?: readonly number[]): string;
  /** An int64 constant, 1-D by default: shapes, axes and starts. */
  int64(values: readonly number[], shape?: readonly number[]): string;
  /** An int32 constant. */
  int32(values: readonly number[], shape?: readonly number[]): string;
  /** A uint64 constant, for integer arithmetic that wraps and shifts. */
  uint64(values: readonly (number | bigint)[], shape?: readonly number[]): string;
  /** Adds the Scan node of a `scan` and returns the names of its outputs. */
  scan(inputs: InputsOf<"scan", string>, instruction: Instruction<"scan">): string[];
  cast(input: string, to: "float" | "int32" | "int64" | "uint8" | "uint32" | "uint64" | "bool"): string;
}
/** Numbers become FLOAT when wrapped, INT otherwise; lists INTS or STRINGS. */
export type OnnxAttributes = Readonly<
  Record<string, number | string | readonly number[] | readonly string[] | { readonly float: number }>
>;

/** How ONNX computes an operation: from the names of the input tensors to those of the outputs. */
export type OnnxLowering<K extends OperationName> = (
  emit: OnnxEmitter,
  inputs: InputsOf<K, string>,
  instruction: Instruction<K>,
) => readonly string[];

/** What a gradient is computed from. */
export interface Backward<K extends OperationName> {
  readonly inputs: InputsOf<K>;
  readonly outputs: OutputsOf<K>;
  readonly attributes: AttributesOf<K>;
  /** The gradient of each output; undefined for one of several that no gradient flows into. */
  readonly gradients: GradientsIn<Operations[K]["outputs"]>;
}
type GradientsIn<N> = N extends 1 ? readonly [Value] : Several<N, Value | undefined>;

/**
 * The gradient of each input, by name; an input that is left out, or undefined, has none. "none": the gradient is zero
 * everywhere or not defined (integers, comparisons). "body": the compiler differentiates the operation's body.
 */
export type Gradient<K extends OperationName> =
  "none" | "body" | ((b: Builder, backward: Backward<K>) => Partial<InputsOf<K, Value | undefined>>);

/** Everything about one primitive operation. */
export interface Operation<K extends OperationName = OperationName> {
  readonly name: K;
  readonly inputs: Operations[K]["inputs"];
  /** The number of outputs, unless it is 1. */
  readonly outputs?: Operations[K]["outputs"];
  /** The types of the outputs; throws an Error for inputs that do not fit (a bug of the caller, not of the user). */
  readonly infer: (inputs: InputsOf<K, TensorType>, attributes: AttributesOf<K>) => OutputsOf<K, TensorType>;
  /** The reference implementation: fills the outputs with plain float64 loops. `run` is for operations with a body. */
  readonly reference?: (
    inputs: InputsOf<K, HostTensor>,
    outputs: OutputsOf<K, HostTensor>,
    attributes: AttributesOf<K>,
    run: RunBody,
  ) => void;
  readonly gradient?: Gradient<K>;
  /** The same for all instructions, or chosen for each. */
  readonly webgpu?: WebgpuLowering<K> | ((instruction: Instruction<K>) => WebgpuLowering<K>);
  readonly onnx?: OnnxLowering<K>;
  /**
   * For exported models, if ONNX has an equivalent operator, which may round differently; undefined for an instruction
   * that it does not cover.
   */
  readonly onnxModel?: (instruction: Instruction<K>) => OnnxLowering<K> | undefined;
  /**
   * The operation in terms of others: for every target that has no lowering above, and for the gradient if that is not
   * given above. Each output needs an instruction of its own.
   */
  readonly decompose?: (
    b: Builder,
    inputs: InputsOf<K>,
    attributes: AttributesOf<K>,
    scan: ScanOver,
  ) => OutputsOf<K>;
}
type Parts<K extends OperationName> = Pick<Operation<K>, "reference" | "gradient" | "webgpu" | "onnx">;

export function defineOperation<K extends OperationName>(
  operation: Operation<K> &
    Counted<Operations[K]["outputs"]> &
    (Required<Parts<K>> | Required<Pick<Operation<K>, "decompose">>),
): Operation<K> {
  return operation;
}
type Counted<N> = N extends 1 ? { readonly outputs?: 1 } : { readonly outputs: N };
