import type { Program } from "../../compiler/program";
import { onnxLoweringOf } from "../../ops";
import { mapInputs } from "../../ops/inputs";
import type { Instruction, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { GraphEmitter, type LowerBody } from "./emitter";
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from "./model";
import { simplifyGraph } from "./simplifyGraph";

/** How a graph names a Program's feeds, state, next state and outputs. */
export interface GraphNames {
  readonly feed: (name: string) => string;
  readonly state: (name: string) => string;
  readonly next: (name: string) => string;
  readonly output: (name: string) => string;
}

/** A namespace for each kind, so that no two names collide. */
export const stepNames: GraphNames = {
  feed: (name) => `feed/${name}`,
  state: (name) => `state/${name}`,
  next: (name) => `next/${name}`,
  output: (name) => `output/${name}`,
};

/**
 * Lowers a Program to one ONNX graph. Its inputs are feeds and state, its outputs the Program's outputs and next state.
 * State given in `weights` becomes an initializer instead of an input.
 */
export function lowerProgram(
  program: Program,
  names: GraphNames = stepNames,
  weights: ReadonlyMap<string, OnnxTensor> = new Map(),
  target: "onnx" | "onnxModel" = "onnx",
): OnnxGraph {
  return lowerGraph(program, names, weights, { target });
}

/** Lowers a scan's body: its inputs are states and rows; its constants are tensors of the enclosing graph. */
const lowerBody: LowerBody = (body, prefix, captured) => {
  const first = body.feeds.length - captured.length;
  const outer = new Map(body.feeds.slice(first).map(({ name }, i) => [name, at(captured, i)]));
  const own = (kind: string) => (name: string) => `${prefix}${kind}${name}`;
  const names = { feed: own(""), state: own(""), next: own(""), output: own("out") };
  return lowerGraph({ ...body, state: [] }, names, new Map(), { prefix, outer });
};

interface Lowering {
  /** Prepended to the names of tensors. */
  readonly prefix?: string;
  /** Tensors of the enclosing graph, by the names of the body's feeds for them. */
  readonly outer?: ReadonlyMap<string, string>;
  readonly target?: "onnx" | "onnxModel";
}

function lowerGraph(
  program: Program,
  names: GraphNames,
  weights: ReadonlyMap<string, OnnxTensor>,
  { prefix = "", outer = new Map(), target = "onnx" }: Lowering = {},
): OnnxGraph {
  const emitter = new GraphEmitter(lowerBody, prefix);
  const shapes = new Map<string, readonly number[]>();
  const tensors = new Map<number, string>();
  const inputs: OnnxValue[] = [];
  for (const { name, value } of program.feeds) {
    const captured = outer.get(name);
    tensors.set(value.id, captured ?? names.feed(name));
    if (captured === undefined) inputs.push(onnxValue(names.feed(name), value));
  }
  for (const { name, value } of program.state) {
    tensors.set(value.id, names.state(name));
    if (!weights.has(name)) inputs.push(onnxValue(names.state(name), value));
  }
  for (const instruction of program.instructions) {
    lowerInstruction(emitter, tensors, instruction, target);
    for (const value of instruction.outputs) shapes.set(nameOf(tensors, value), value.type.shape);
  }

  const outputs: OnnxValue[] = [];
  const sources: string[] = [];
  const addOutput = (name: string, value: Value) => {
    outputs.push(onnxValue(name, value));
    sources.push(nameOf(tensors, value));
  };
  for (const { name, next } of program.state) if (next) addOutput(names.next(name), next);
  for (const { name, value } of program.outputs) addOutput(names.output(name), value);

  const { nodes, constants } = emitter.emitted;
  return simplifyGraph({
    name: "netloom",
    inputs,
    outputs,
    shapes,
    initializers: [...weights.values(), ...constants],
    nodes: [...nodes, ...sources.map((source, i) => identity(source, at(outputs, i).name))],
  });
}

function lowerInstruction(
  emitter: GraphEmitter,
  tensors: Map<number, string>,
  instruction: Instruction,
  target: "onnx" | "onnxModel",
): void {
  const lower = onnxLoweringOf(target, instruction);
  if (!lower) throw new Error(`${instruction.op} must be decomposed for ONNX`);
  const names = lower(
    emitter,
    mapInputs<Value, string>(instruction.inputs, (value) => nameOf(tensors, value)),
    instruction,
  );
  instruction.outputs.forEach(({ id }, i) => tensors.set(id, at(names, i)));
}

function nameOf(tensors: ReadonlyMap<number, string>, { id }: Value): string {
  const name = tensors.get(id);
  if (name === undefined) throw new Error(`value ${id} is used before it is computed`);
  return name;
}

function onnxValue(name: string, { type }: Value): OnnxValue {
  return { name, type: type.dtype === "int32" ? "int32" : "float", shape: type.shape };
}

function identity(input: string, output: string): OnnxNode {
  return { type: "Identity", inputs: [input], outputs: [output], attributes: {} };
}
