import { programMemory, type ProgramMemory } from "../compiler/memory";
import type { Program } from "../compiler/program";
import { weightsByName } from "../compiler/weights";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../tensor/tensor";
import type { DeviceKind } from "../run/device";

/** Bytes that a run takes, by what takes them. */
export interface MemoryNeed {
  readonly weights: number;
  /** What the optimizer remembers, and what an update takes. */
  readonly optimizer: number;
  /** The batch, and what its steps keep between their operations. */
  readonly batch: number;
  /** The data sets. */
  readonly data: number;
}

/**
 * What Programs that are loaded together on one session take on a device, with the state that they share counted once. Found
 * from the shapes alone. A process takes some 130 MB beside that.
 */
export function memoryNeed(
  typed: TypedGraph,
  kind: DeviceKind,
  programs: readonly Program[],
  data = 0,
): MemoryNeed {
  const bytes = kind === "reference" ? 8 : 4;
  const weights = weightsByName(typed);
  const need = { weights: 0, optimizer: 0, batch: 0 };
  for (const [name, { size, replaced }] of stateOf(programs)) {
    // On the CPU a step reads one tensor and writes another.
    const numbers = replaced && kind !== "gpu" && kind !== "software" ? 2 * size : size;
    need[weights.has(name) ? "weights" : "optimizer"] += numbers;
  }
  const found = programs.map(programMemory);
  const sum = (of: (memory: ProgramMemory) => number) => found.reduce((all, each) => all + of(each), 0);
  const most = (of: (memory: ProgramMemory) => number) => Math.max(0, ...found.map(of));
  // Feeds are on the host and on the device.
  need.batch += sum(({ feeds, outputs }) => 2 * feeds + outputs);
  switch (kind) {
    case "cpu":
      // Measured: ONNX Runtime keeps for each model what it took once. That is somewhat more than the most that lives at once,
      // since freed pieces do not fit what comes next; and it updates many weights at a time.
      need.batch += 1.2 * sum(({ between }) => between);
      need.optimizer += most(({ replaced }) => replaced);
      break;
    case "reference":
      need.batch += most(({ made }) => made);
      break;
    case "gpu":
    case "software":
      // Programs share their buffers: one runs at a time.
      need.batch += most(({ between }) => between);
  }
  return {
    weights: need.weights * bytes,
    optimizer: need.optimizer * bytes,
    batch: need.batch * bytes,
    data,
  };
}

export function totalOf({ weights, optimizer, batch, data }: MemoryNeed): number {
  return weights + optimizer + batch + data;
}

/** The state of all Programs, by name. */
function stateOf(programs: readonly Program[]): Map<string, { size: number; replaced: boolean }> {
  const slots = new Map<string, { size: number; replaced: boolean }>();
  for (const { state } of programs)
    for (const { name, value, next } of state) {
      const replaced = next !== undefined || slots.get(name)?.replaced === true;
      slots.set(name, { size: sizeOf(value.type.shape), replaced });
    }
  return slots;
}
