import { drawingBytes } from "../compiler/initialWeights";
import { programMemory } from "../compiler/memory";
import type { Program } from "../compiler/program";
import { weightsOf } from "../compiler/weights";
import type { Problem } from "../graph/problem";
import { largestTensor } from "../graph/sizes";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../tensor/tensor";
import { availableMemory } from "../runtime/availableMemory";
import type { DeviceInfo, DeviceKind } from "../run/device";
import { memoryNearlyFull, modelTooLarge, tensorTooLarge } from "./errors";
import { memoryNeed, totalOf } from "./memoryNeed";

const bytesPerNumber = 4;
/** Warns above this fraction of the available memory; other processes and garbage need some of it. */
const warnAbove = 0.8;

/** What will be in memory at the same time, and on which device. */
export interface Loading {
  readonly typed: TypedGraph;
  readonly programs: readonly Program[];
  readonly device: Pick<DeviceInfo, "kind" | "largestTensor">;
  readonly batchSize: number;
  /** Bytes of data already in memory. */
  readonly data?: number;
}

/**
 * Checks that Programs fit into memory together, before any of it is allocated. Throws an EngineError if they do not;
 * returns a warning if they only just fit. GPUs do not report how much memory they have, so only the size of single
 * tensors is checked there.
 */
export function checkMemory(
  { typed, programs, device, batchSize, data = 0 }: Loading,
  available = availableMemory(),
): Problem[] {
  const most = Math.max(0, ...programs.map((program) => programMemory(program).largestTensor));
  const mostNumbers = Math.min(
    largestTensor,
    Math.floor((device.largestTensor ?? Infinity) / bytesPerNumber),
  );
  if (most > mostNumbers) throw tensorTooLarge(most, mostNumbers);
  if (device.kind === "gpu") return [];
  const need = memoryNeed(typed, device.kind, programs, data);
  const given = { need, available: available + data, batchSize, typed };
  const usage = totalOf(need) / given.available;
  if (usage > 1) throw modelTooLarge(given);
  if (usage <= warnAbove) return [];
  const { places } = typed.graph;
  return [
    {
      code: "memory-nearly-full",
      severity: "warning",
      message: memoryNearlyFull(given),
      range: places.settings.batchSize ?? places.nodes,
    },
  ];
}

/**
 * Whether further Programs fit besides those already loaded, whose memory is in use. Always true for a GPU, which does
 * not report how much memory it has.
 */
export function hasRoom(
  typed: TypedGraph,
  kind: DeviceKind,
  loaded: readonly Program[],
  further: readonly Program[],
  available = availableMemory(),
): boolean {
  if (kind === "gpu") return true;
  const need = (programs: readonly Program[]) => totalOf(memoryNeed(typed, kind, programs));
  return need([...loaded, ...further]) - need(loaded) <= available;
}

/**
 * Throws an EngineError if this machine has too little memory to draw the weights: for the weights themselves, and
 * temporarily for drawing the most expensive of them.
 */
export function checkWeights(typed: TypedGraph, available = availableMemory()): void {
  const numbers = weightsOf(typed).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const weights = numbers * bytesPerNumber + drawingBytes(typed);
  const need = { weights, optimizer: 0, batch: 0, data: 0 };
  if (weights > available) throw modelTooLarge({ need, available, batchSize: 1, typed });
}
