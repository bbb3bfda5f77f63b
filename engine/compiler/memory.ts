import { operandsOf } from "../ops/inputs";
import type { Instruction, Value } from "../ops/operation";
import { at, sizeOf } from "../tensor/tensor";
import { kindOf } from "./dataflow";
import type { Program } from "./program";

/** The memory of a step, in elements (of four bytes on most devices). */
export interface ProgramMemory {
  /** Batch, state, and the peak of the intermediate values. */
  readonly total: number;
  readonly largestTensor: number;
  readonly feeds: number;
  readonly outputs: number;
  /** The part of the state that a step replaces. */
  readonly replaced: number;
  /** The peak of the intermediate values, without those that replace state. */
  readonly intermediatePeak: number;
  /** The total size of all intermediate values. */
  readonly intermediateTotal: number;
}

/**
 * Computed from the shapes alone, by following when each value is computed and last read. Devices need somewhat less
 * where they fuse instructions, and more where they cannot reuse memory that became free.
 */
export function programMemory({ feeds, state, instructions, outputs }: Program): ProgramMemory {
  const held = [...feeds, ...state].map(({ value }) => sizeOf(value.type.shape));
  let largestTensor = held.reduce((largest, size) => Math.max(largest, size), 0);

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
  const replacing = new Set(nexts.map(storageOf));

  const sizes = new Map<number, number>();
  let [live, peak, intermediateTotal] = [0, 0, 0];
  // The part of the live values that replaces state.
  let [liveReplacing, intermediatePeak] = [0, 0];
  instructions.forEach((instruction, index) => {
    for (const value of instruction.outputs) {
      if (storageOf(value) !== value.id) continue;
      const size = sizeOf(value.type.shape);
      sizes.set(value.id, size);
      live += size;
      intermediateTotal += size;
      if (replacing.has(value.id)) liveReplacing += size;
      largestTensor = Math.max(largestTensor, size);
    }
    const body = bodyMemory(instruction);
    peak = Math.max(peak, live + body);
    intermediatePeak = Math.max(intermediatePeak, live - liveReplacing + body);
    for (const id of new Set([...operandsOf(instruction), ...instruction.outputs].map(storageOf)))
      if (lastUse.get(id) === index) live -= sizes.get(id) ?? 0;
  });
  const sum = (values: readonly Value[]) => values.reduce((all, { type }) => all + sizeOf(type.shape), 0);
  return {
    total: held.reduce((all, size) => all + size, 0) + peak,
    largestTensor,
    feeds: sum(feeds.map(({ value }) => value)),
    outputs: sum(outputs.map(({ value }) => value)),
    replaced: sum(nexts),
    intermediatePeak,
    intermediateTotal,
  };
}

/** A scan's memory besides its inputs and outputs: that of one step. */
function bodyMemory({ op, attributes }: Instruction): number {
  return op === "scan" ? programMemory({ ...attributes.body, state: [] }).total : 0;
}
