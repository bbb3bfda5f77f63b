import type { Body, InputsOf, Instruction, OnnxAttributes, OnnxEmitter } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxType } from "./model";

/** Lowers a body to a graph. Its last feeds are tensors of the enclosing graph, named in `captured`. */
export type LowerBody = (body: Body, prefix: string, captured: readonly string[]) => OnnxGraph;

/** Operators whose result is boolean in ONNX but float32 in the IR. */
const comparisons = new Set([
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "Equal",
  "Not",
  "And",
  "Or",
]);

/**
 * Collects the nodes and constants of an ONNX graph. Equal nodes and constants are emitted once, so lowerings need not
 * share constants, casts and transposes themselves.
 */
export class GraphEmitter implements OnnxEmitter {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxTensor[] = [];
  /** The outputs of what was emitted, by its definition. */
  readonly #outputs = new Map<string, string[]>();
  /** For a float32 tensor of zeros and ones, the boolean tensor it was cast from. */
  readonly #booleans = new Map<string, string>();
  readonly #prefix: string;
  readonly #lowerBody: LowerBody;
  #count = 0;

  /** `prefix` keeps a body's names distinct from those of the enclosing graph. */
  constructor(lowerBody: LowerBody, prefix = "") {
    this.#lowerBody = lowerBody;
    this.#prefix = prefix;
  }

  get emitted(): { readonly nodes: readonly OnnxNode[]; readonly constants: readonly OnnxTensor[] } {
    return { nodes: this.#nodes, constants: this.#constants };
  }

  node(type: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    return at(this.nodes(type, inputs, 1, attributes), 0);
  }

  nodes(type: string, inputs: readonly string[], outputs: number, attributes: OnnxAttributes = {}): string[] {
    if (type === "Identity") return [...inputs];
    return this.#once(JSON.stringify([type, inputs, outputs, attributes]), () => {
      const names = Array.from({ length: outputs }, () => this.#name(type));
      this.#nodes.push({ type, inputs, outputs: names, attributes });
      if (comparisons.has(type)) for (const name of names) this.#booleans.set(name, name);
      return names;
    });
  }

  scan(
    { states, sequences, constants }: InputsOf<"scan", string>,
    { attributes, outputs }: Instruction<"scan">,
  ): string[] {
    const { body, reverse } = attributes;
    const name = this.#name("Scan");
    // New names, which no later pass renames.
    const captured = constants.map((input, i) => {
      const own = `${name}/constant${String(i)}`;
      this.#nodes.push({ type: "Identity", inputs: [input], outputs: [own], attributes: {} });
      return own;
    });
    const graph = this.#lowerBody(body, `${name}/`, captured);
    const names = outputs.map((_, i) => `${name}_${String(i)}`);
    const directions = (count: number) => new Array<number>(count).fill(reverse ? 1 : 0);
    this.#nodes.push({
      type: "Scan",
      inputs: [...states, ...sequences, ...captured],
      outputs: names,
      attributes: {
        num_scan_inputs: sequences.length,
        scan_input_directions: directions(sequences.length),
        ...(outputs.length > states.length && {
          scan_output_directions: directions(outputs.length - states.length),
        }),
      },
      body: { graph, captured: captured.length },
    });
    return names;
  }

  cast(input: string, to: keyof typeof castTo): string {
    const boolean = this.#booleans.get(input);
    if (to === "bool" && boolean !== undefined) return boolean;
    const output = this.node("Cast", [input], { to: castTo[to] });
    if (to === "float" && boolean !== undefined) this.#booleans.set(output, boolean);
    return output;
  }

  floats(values: readonly number[], shape: readonly number[] = []): string {
    return this.#constant("float", Float32Array.from(values), shape);
  }

  int32(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#constant("int32", Int32Array.from(values), shape);
  }

  int64(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#constant("int64", BigInt64Array.from(values, BigInt), shape);
  }

  uint64(values: readonly (number | bigint)[], shape: readonly number[] = [values.length]): string {
    return this.#constant("uint64", BigUint64Array.from(values, BigInt), shape);
  }

  #constant(
    type: OnnxType,
    values: Float32Array | Int32Array | BigInt64Array | BigUint64Array,
    shape: readonly number[],
  ): string {
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    // Compared by their bits, since −0 and NaN are constants too.
    const key = `${type} ${shape.join("×")} ${data.join()}`;
    return at(
      this.#once(key, () => {
        const name = this.#name("constant");
        this.#constants.push({ name, type, shape, data });
        return [name];
      }),
      0,
    );
  }

  #once(key: string, emit: () => string[]): string[] {
    const existing = this.#outputs.get(key);
    if (existing) return existing;
    const names = emit();
    this.#outputs.set(key, names);
    return names;
  }

  #name(type: string): string {
    return `${this.#prefix}${type.slice(type.lastIndexOf(".") + 1)}_${this.#count++}`;
  }
}

/** Numbers of `TensorProto.DataType`. */
const castTo = { float: 1, uint8: 2, int32: 6, int64: 7, bool: 9, uint32: 12, uint64: 13 } as const;
