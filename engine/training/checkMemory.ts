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
/** What other programs and garbage may take meanwhile. */
const comfortable = 0.8;

/** What is to be loaded together, and on what. */
export interface Loading {
  readonly typed: TypedGraph;
  readonly programs: readonly Program[];
  readonly device: Pick<DeviceInfo, "kind" | "largestTensor">;
  readonly batchSize: number;
  /** Bytes of data sets that are in memory already. */
  readonly data?: number;
}

/**
 * Throws an EngineError for Programs that do not fit beside each other, before any of their memory is taken; gives a warning where
 * they only just do. How much memory a GPU has is not told, so there only single tensors are looked at.
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
  const share = totalOf(need) / given.available;
  if (share > 1) throw modelTooLarge(given);
  if (share <= comfortable) return [];
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

/** Whether further Programs fit beside those that are loaded, whose memory is taken. How much a GPU has is not told. */
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
 * Throws an EngineError for weights that this machine cannot hold while they are drawn: themselves, and what drawing the most
 * costly of them takes for a while.
 */
export function checkWeights(typed: TypedGraph, available = availableMemory()): void {
  const numbers = weightsOf(typed).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const weights = numbers * bytesPerNumber + drawingBytes(typed);
  const need = { weights, optimizer: 0, batch: 0, data: 0 };
  if (weights > available) throw modelTooLarge({ need, available, batchSize: 1, typed });
}
