import { decompose } from "../compiler/decompose";
import { programMemory, type ProgramMemory } from "../compiler/memory";
import type { Program } from "../compiler/program";
import { weightsByName } from "../compiler/weights";
import type { TypedGraph } from "../graph/typedGraph";
import { isCarriedPath } from "../tensor/path";
import { sizeOf } from "../tensor/tensor";
import type { DeviceKind } from "../run/device";

/** The target that a device compiles Programs for. */
const targets = { reference: "reference", cpu: "onnx", gpu: "webgpu", software: "webgpu" } as const;

/** The memory that a run needs, in bytes. */
export interface MemoryNeed {
  readonly weights: number;
  /** The optimizer state, and temporary tensors of the update. */
  readonly optimizer: number;
  /** The batch, and the intermediate tensors of its steps. */
  readonly batch: number;
  /** The data sets. */
  readonly data: number;
}

/**
 * The memory that Programs loaded in one session need on a device, counting their shared state once. Computed from
 * shapes alone. A process needs about 130 MB besides.
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
    // On the CPU, a step reads one tensor and writes another.
    const elements = replaced && kind !== "gpu" && kind !== "software" ? 2 * size : size;
    need[weights.has(name) ? "weights" : isCarriedPath(name) ? "batch" : "optimizer"] += elements;
  }
  const memories = programs.map((program) => programMemory(decompose(program, targets[kind])));
  const sum = (of: (memory: ProgramMemory) => number) => memories.reduce((all, each) => all + of(each), 0);
  const most = (of: (memory: ProgramMemory) => number) => Math.max(0, ...memories.map(of));
  // Feeds exist on both the host and the device.
  need.batch += sum(({ feeds, outputs }) => 2 * feeds + outputs);
  switch (kind) {
    case "cpu":
      // Measured: ONNX Runtime never releases a model's memory. That is somewhat more than its peak of live tensors,
      // because of fragmentation; and it updates many weights at a time.
      need.batch += 1.2 * sum(({ intermediatePeak }) => intermediatePeak);
      need.optimizer += most(({ replaced }) => replaced);
      break;
    case "reference":
      need.batch += most(({ intermediateTotal }) => intermediateTotal);
      break;
    case "gpu":
    case "software":
      // Programs share their buffers, since only one runs at a time.
      need.batch += most(({ intermediatePeak }) => intermediatePeak);
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
