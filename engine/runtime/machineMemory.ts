import { totalmem } from "node:os";

/** Bytes of memory that this process may use: the machine's, or its container's limit. */
export function machineMemory(): number {
  // 0 means no limit.
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
