import { readFile } from "node:fs/promises";
import { decodeSafetensors } from "../interop/safetensors";
import { notSafetensors } from "../training/errors";
import type { Tensors } from "../training/gradientPass";

/** Reads a safetensors file named on the command line; undefined if there is none. Throws an EngineError. */
export async function tensorFile(path: string | undefined): Promise<Tensors | undefined> {
  if (path === undefined) return undefined;
  try {
    return decodeSafetensors(await readFile(path)).tensors;
  } catch (error) {
    throw notSafetensors(path, error instanceof Error ? error.message : String(error));
  }
}
