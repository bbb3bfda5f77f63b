import { createHash, type Hash } from "node:crypto";
import type { SampleArray } from "./samples";

export function sha256(): Hash {
  return createHash("sha256");
}

/** The bytes of an array, without copying. */
export function bytesOf({ buffer, byteOffset, byteLength }: SampleArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
