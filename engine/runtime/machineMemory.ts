import { totalmem } from "node:os";

/** Bytes of memory that this process may use: the machine's, or what a container leaves of it. */
export function machineMemory(): number {
  // 0 where there is no limit.
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
