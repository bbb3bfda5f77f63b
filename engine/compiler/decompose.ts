import { operationOf, supports, type Target } from "../ops";
import { mapInputs } from "../ops/inputs";
import type { Body, Instruction, Value } from "../ops/operation";
import { at } from "../tensor/tensor";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { scanStates } from "./scan";
import { simplify } from "./simplify";

/** Replaces every instruction that a target does not support by its decomposition. */
export function decompose(program: Program, target: Target): Program {
  if (isSupported(program.instructions, target)) return program;
  return simplify({ ...program, instructions: decomposed(program, target) });
}

/** Decomposes instructions of a Program under construction, except those in the bodies of loops. */
export function decomposeIn(
  builder: ProgramBuilder,
  isAffected: (instruction: Instruction) => boolean,
): void {
  if (!builder.instructions.some(isAffected)) return;
  builder.instructions = expand(builder.instructions, isAffected, builder.ids);
}

function isSupported(instructions: readonly Instruction[], target: Target): boolean {
  return instructions.every(
    (instruction) =>
      supports(target, instruction) &&
      (instruction.op !== "scan" || isSupported(instruction.attributes.body.instructions, target)),
  );
}

function decomposed(body: Body & Partial<Pick<Program, "state">>, target: Target): Instruction[] {
  const isAffected = (instruction: Instruction) => !supports(target, instruction);
  return expand(body.instructions, isAffected, idsAfter(body)).map((instruction) => {
    if (instruction.op !== "scan") return instruction;
    const { attributes } = instruction;
    if (isSupported(attributes.body.instructions, target)) return instruction;
    const inner = { ...attributes.body, instructions: decomposed(attributes.body, target) };
    return { ...instruction, attributes: { ...attributes, body: inner } };
  });
}

/** A decomposition may contain operations that are decomposed in turn. */
function expand(
  instructions: readonly Instruction[],
  isAffected: (instruction: Instruction) => boolean,
  ids: Ids,
): Instruction[] {
  const expanded: Instruction[] = [];
  const pending = instructions.toReversed();
  for (let instruction = pending.pop(); instruction; instruction = pending.pop()) {
    if (isAffected(instruction)) for (const part of partsOf(instruction, ids).reverse()) pending.push(part);
    else expanded.push(instruction);
  }
  return expanded;
}

/** The instructions that compute an instruction's outputs from its inputs. */
function partsOf(instruction: Instruction, ids: Ids): Instruction[] {
  const { op, inputs, outputs, attributes } = instruction;
  const { decompose } = operationOf(op);
  if (!decompose) throw new Error(`${op} has no decomposition`);
  const builder = new ProgramBuilder(ids);
  const results = decompose(builder.b, inputs, attributes, scanStates);
  const own = new Set(builder.instructions.flatMap((part) => part.outputs.map(({ id }) => id)));
  // The results take the ids of the outputs they replace, so that their readers need not change.
  const renamed = new Map(results.map(({ id }, i) => [id, at(outputs, i)]));
  if (renamed.size < outputs.length || results.some(({ id }) => !own.has(id)))
    throw new Error(`${op}: each output needs an instruction of its own`);
  const rename = (value: Value) => renamed.get(value.id) ?? value;
  return builder.instructions.map(
    (part) =>
      ({ ...part, inputs: mapInputs(part.inputs, rename), outputs: part.outputs.map(rename) }) as Instruction,
  );
}

interface Ids {
  next: number;
}

/** Ids that no value of a Program has. */
function idsAfter({ feeds, state = [], instructions }: Body & Partial<Pick<Program, "state">>): Ids {
  const ids: Ids = { next: 0 };
  const skip = ({ id }: Value) => {
    ids.next = Math.max(ids.next, id + 1);
  };
  for (const { value } of [...feeds, ...state]) skip(value);
  for (const { outputs } of instructions) outputs.forEach(skip);
  return ids;
}
