import { operandsOf } from "../ops/inputs";
import type { Instruction, Value } from "../ops/operation";
import { at, sizeOf } from "../tensor/tensor";
import { kindOf } from "./dataflow";
import type { Program } from "./program";

/** What a step takes, in numbers (of four bytes on most devices). */
export interface ProgramMemory {
  /** Batch, state, and the most that lives between the instructions at any moment. */
  readonly total: number;
  readonly largestTensor: number;
  readonly feeds: number;
  readonly outputs: number;
  /** Of the state, what a step replaces. */
  readonly replaced: number;
  /** The most that lives between the instructions at any moment, without what replaces state. */
  readonly between: number;
  /** All that the instructions make. */
  readonly made: number;
}

/**
 * Found from the shapes alone, by following when each value is made and last read. Devices come out somewhat lower
 * where they fuse instructions, and higher where they cannot reuse memory that became free.
 */
export function programMemory({ feeds, state, instructions, outputs }: Program): ProgramMemory {
  const held = [...feeds, ...state].map(({ value }) => sizeOf(value.type.shape));
  let largestTensor = held.reduce((most, size) => Math.max(most, size), 0);

  const storage = new Map<number, number>();
  const storageOf = ({ id }: Value) => storage.get(id) ?? id;
  const lastUse = new Map<number, number>();
  instructions.forEach((instruction, index) => {
    const [output] = instruction.outputs;
    if (kindOf(instruction) === "alias") storage.set(output.id, storageOf(at(operandsOf(instruction), 0)));
    for (const value of [...operandsOf(instruction), ...instruction.outputs])
      lastUse.set(storageOf(value), index);
  });
  const nexts = state.flatMap(({ next }) => next ?? []);
  for (const value of [...outputs.map(({ value }) => value), ...nexts])
    lastUse.set(storageOf(value), instructions.length);
  const placed = new Set(nexts.map(storageOf));

  const sizes = new Map<number, number>();
  let [live, most, made] = [0, 0, 0];
  // Of what lives, what is written in the state's place.
  let [written, between] = [0, 0];
  instructions.forEach((instruction, index) => {
    for (const value of instruction.outputs) {
      if (storageOf(value) !== value.id) continue;
      const size = sizeOf(value.type.shape);
      sizes.set(value.id, size);
      live += size;
      made += size;
      if (placed.has(value.id)) written += size;
      largestTensor = Math.max(largestTensor, size);
    }
    const inside = insideOf(instruction);
    most = Math.max(most, live + inside);
    between = Math.max(between, live - written + inside);
    for (const id of new Set([...operandsOf(instruction), ...instruction.outputs].map(storageOf)))
      if (lastUse.get(id) === index) live -= sizes.get(id) ?? 0;
  });
  const sum = (values: readonly Value[]) => values.reduce((all, { type }) => all + sizeOf(type.shape), 0);
  return {
    total: held.reduce((all, size) => all + size, 0) + most,
    largestTensor,
    feeds: sum(feeds.map(({ value }) => value)),
    outputs: sum(outputs.map(({ value }) => value)),
    replaced: sum(nexts),
    between,
    made,
  };
}

/** What a scan takes beside its inputs and outputs: a step at a time. */
function insideOf({ op, attributes }: Instruction): number {
  return op === "scan" ? programMemory({ ...attributes.body, state: [] }).total : 0;
}
