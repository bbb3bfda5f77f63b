import { t } from "@vscode/l10n";
import { drawingBytes } from "../compiler/initialWeights";
import { programMemory } from "../compiler/memory";
import type { Program } from "../compiler/program";
import { weightsOf } from "../compiler/weights";
import { largestTensor } from "../graph/sizes";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../ops/tensor";
import { machineMemory } from "../runtime/machineMemory";
import type { DeviceInfo } from "../runtime/runtime";
import { modelTooLarge, tensorTooLarge } from "./errors";

const bytesPerNumber = 4;

/** What a Program takes on a device with four bytes a number. */
export function programBytes(program: Program): number {
  return programMemory(program).total * bytesPerNumber;
}

/** Throws an EngineError for a Program that cannot fit on a device, before any of its memory is taken. */
export function checkMemory(program: Program, device: Pick<DeviceInfo, "memory" | "name">): void {
  const most = programMemory(program).largestTensor;
  if (most > largestTensor) throw tensorTooLarge(most, largestTensor);
  const bytes = programBytes(program);
  if (device.memory !== undefined && bytes > device.memory)
    throw modelTooLarge(bytes, device.memory, device.name);
}

/**
 * Throws an EngineError for weights that this machine cannot hold while they are drawn: themselves, `copies` times, and
 * what drawing the most costly of them takes for a while.
 */
export function checkWeights(typed: TypedGraph, copies = 1): void {
  const numbers = weightsOf(typed).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const bytes = numbers * copies * bytesPerNumber + drawingBytes(typed);
  if (bytes > machineMemory()) throw modelTooLarge(bytes, machineMemory(), t("this machine"));
}
