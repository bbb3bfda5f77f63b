import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/**
 * The number of physical cores, at most those that this process may use. Hyper-threads are not counted: two threads that
 * share a core's vector units slow a matrix product down.
 */
export function physicalCores(): number {
  const available = availableParallelism();
  return Math.max(1, Math.min(available, process.platform === "linux" ? linuxCores() : available));
}

function linuxCores(): number {
  try {
    const processors = readFileSync("/proc/cpuinfo", "utf8").split(/\n\s*\n/);
    const cores = new Set<string>();
    for (const processor of processors) {
      const core = /^core id\s*:\s*(\d+)/m.exec(processor)?.[1];
      if (core !== undefined) cores.add(`${/^physical id\s*:\s*(\d+)/m.exec(processor)?.[1] ?? "0"}/${core}`);
    }
    return cores.size || Infinity;
  } catch {
    return Infinity;
  }
}
