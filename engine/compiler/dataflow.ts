import { operationOf } from "../ops";
import { operandsOf } from "../ops/inputs";
import type { Instruction, OperationName, Value, WebgpuLowering } from "../ops/operation";
import { at, sizeOf } from "../tensor/tensor";
import type { Program } from "./program";

/** A value that a node reads: at the position of the computed element (`inPlace`), or anywhere. */
export interface Read {
  readonly value: Value;
  readonly inPlace: boolean;
}

/** An instruction that needs a kernel, or becomes part of one. */
export interface Node {
  readonly instruction: Instruction;
  /** Elementwise or a view, so that it can share a kernel with others. */
  readonly fusable: boolean;
  readonly reads: readonly Read[];
  /** The views, constants and reshapes that lie between the instruction and what it reads, in executable order. */
  readonly between: readonly Instruction[];
}

export interface Dataflow {
  /** In the Program's order; unused instructions are left out. */
  readonly nodes: readonly Node[];
  /** Ids of the values that must be in memory after the step: outputs and next states. */
  readonly results: ReadonlySet<number>;
  /** The value whose memory holds a value: the value itself, or the one that it reshapes. */
  readonly storage: (value: Value) => Value;
}

/** The most views chained before one is stored. */
const maxViewDepth = 16;

/** Sees through reshapes, views and constants: which of the other instructions read which values in memory. */
export function dataflow(program: Program): Dataflow {
  const definitions = new Map<number, Instruction>();
  for (const instruction of program.instructions) {
    for (const { id } of instruction.outputs) definitions.set(id, instruction);
  }
  const storage = (value: Value): Value => {
    let source = value;
    for (let producer = definitions.get(source.id); producer && kindOf(producer) === "alias";) {
      source = at(operandsOf(producer), 0);
      producer = definitions.get(source.id);
    }
    return source;
  };
  const ends = [
    ...program.outputs.map(({ value }) => value),
    ...program.state.flatMap(({ next }) => (next ? [next] : [])),
  ];
  const needed = neededBy(ends, program.instructions);
  const results = new Set(ends.map((value) => storage(value).id));
  const stored = new Set(results);
  for (const instruction of needed) {
    if (kindOf(instruction) !== "kernels") continue;
    for (const input of operandsOf(instruction)) stored.add(storage(input).id);
  }
  const couldBeFree = (instruction: Instruction) =>
    kindOf(instruction) === "alias" ||
    ((kindOf(instruction) === "view" || operandsOf(instruction).length === 0) &&
      kindOf(instruction) !== "kernels" &&
      !instruction.outputs.some(({ id }) => stored.has(id)));

  // Each view read through another makes the expression of an element longer.
  const depths = new Map<number, number>();
  const free = new Set<Instruction>();
  for (const instruction of needed) {
    const below = operandsOf(instruction).reduce((depth, { id }) => Math.max(depth, depths.get(id) ?? 0), 0);
    if (!couldBeFree(instruction) || below === maxViewDepth) continue;
    free.add(instruction);
    for (const { id } of instruction.outputs)
      depths.set(id, below + (kindOf(instruction) === "alias" ? 0 : 1));
  }
  const isFree = (instruction: Instruction) => free.has(instruction);

  const fusable = (instruction: Instruction): Node => {
    const size = sizeOf(at(instruction.outputs, 0).type.shape);
    const between = new Set<Instruction>();
    const reads = new Map<string, Read>();
    // Depth first, without recursion: thousands of views may be chained.
    const seen = new Set<string>();
    const inPlaceHere = kindOf(instruction) === "elementwise";
    const pending: (Instruction | { readonly value: Value; readonly inPlace: boolean })[] = [];
    const visit = (inputs: readonly Value[], inPlace: boolean) => {
      for (const value of inputs.toReversed()) pending.push({ value, inPlace });
    };
    visit(operandsOf(instruction), inPlaceHere);
    for (let next = pending.pop(); next; next = pending.pop()) {
      if ("op" in next) {
        between.add(next);
        continue;
      }
      const { value, inPlace } = next;
      const key = `${String(value.id)} ${String(inPlace)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const definition = definitions.get(value.id);
      if (definition && isFree(definition)) {
        pending.push(definition);
        visit(operandsOf(definition), inPlace && kindOf(definition) === "alias");
      } else {
        const read = { value, inPlace: inPlace && sizeOf(value.type.shape) === size };
        reads.set(`${String(value.id)} ${String(read.inPlace)}`, read);
      }
    }
    return { instruction, fusable: true, reads: [...reads.values()], between: [...between] };
  };
  const kernel = (instruction: Instruction): Node => ({
    instruction,
    fusable: false,
    reads: operandsOf(instruction).map((input) => ({ value: storage(input), inPlace: false })),
    between: [],
  });
  const nodes = needed
    .filter((instruction) => !isFree(instruction))
    .map((instruction) => (kindOf(instruction) === "kernels" ? kernel(instruction) : fusable(instruction)));
  return { nodes, results, storage };
}

/** How WebGPU computes an instruction. */
export function loweringOf(instruction: Instruction): WebgpuLowering<OperationName> {
  const { webgpu } = operationOf(instruction.op);
  if (!webgpu) throw new Error(`${instruction.op} must be decomposed for WebGPU`);
  return typeof webgpu === "function" ? webgpu(instruction) : webgpu;
}

/** Undefined for an operation that must be decomposed first. */
export function kindOf(instruction: Instruction): WebgpuLowering<OperationName>["kind"] | undefined {
  return operationOf(instruction.op).webgpu && loweringOf(instruction).kind;
}

function neededBy(ends: readonly Value[], instructions: readonly Instruction[]): Instruction[] {
  const wanted = new Set(ends.map(({ id }) => id));
  const needed: Instruction[] = [];
  for (let i = instructions.length - 1; i >= 0; i--) {
    const instruction = at(instructions, i);
    if (!instruction.outputs.some(({ id }) => wanted.has(id))) continue;
    for (const { id } of operandsOf(instruction)) wanted.add(id);
    needed.push(instruction);
  }
  return needed.reverse();
}
