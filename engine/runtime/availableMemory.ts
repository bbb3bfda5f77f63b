import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { machineMemory } from "./machineMemory";

/**
 * Bytes of memory that this process can still allocate: what the machine, or its container, can free without killing
 * anything, plus free swap. macOS reports no such number (its free pages exclude reclaimable memory), so there it is the
 * machine's total memory.
 *
 * @param root The folder that contains `proc` and `sys`.
 */
export function availableMemory(root = "/"): number {
  if (process.platform === "darwin") return machineMemory();
  if (process.platform !== "linux") return freemem();
  const machine = keyed(read(join(root, "proc/meminfo")), 1024);
  const { MemAvailable = freemem(), SwapFree = 0 } = machine;
  return Math.max(0, Math.min(MemAvailable + SwapFree, ...leftInGroups(root)));
}

/** Bytes left under the memory limits of this process's control groups (versions 1 and 2) and of the groups that contain them. */
function leftInGroups(root: string): number[] {
  return (read(join(root, "proc/self/cgroup")) ?? "").split("\n").flatMap((line) => {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === "" && path !== "") return leftUpwards(join(root, "sys/fs/cgroup"), path, version2);
    if (controllers.split(",").includes("memory"))
      return leftUpwards(join(root, "sys/fs/cgroup/memory"), path, version1);
    return [];
  });
}

interface Version {
  readonly limit: string;
  readonly used: string;
  /** Keys in `memory.stat` of the page cache, which the kernel can reclaim. */
  readonly cached: readonly string[];
}
const version1: Version = {
  limit: "memory.limit_in_bytes",
  used: "memory.usage_in_bytes",
  cached: ["total_inactive_file", "total_active_file"],
};
const version2: Version = {
  limit: "memory.max",
  used: "memory.current",
  cached: ["inactive_file", "active_file"],
};

/** In a container the path is often the one outside of it, so only the topmost folder exists. */
function leftUpwards(mount: string, path: string, { limit, used, cached }: Version): number[] {
  const names = path.split("/").filter((name) => name !== "");
  return Array.from({ length: names.length + 1 }, (_, depth) =>
    join(mount, ...names.slice(0, depth)),
  ).flatMap((folder) => {
    const most = Number(read(join(folder, limit)) ?? NaN);
    const taken = Number(read(join(folder, used)) ?? NaN);
    // "max" is no limit.
    if (Number.isNaN(most) || Number.isNaN(taken)) return [];
    const statistics = keyed(read(join(folder, "memory.stat")), 1);
    return [most - taken + cached.reduce((sum, key) => sum + (statistics[key] ?? 0), 0)];
  });
}

/** `MemAvailable:  123 kB`, `inactive_file 123` */
function keyed(text: string | undefined, unit: number): Readonly<Partial<Record<string, number>>> {
  const lines = (text ?? "").matchAll(/^(\w+):?\s+(\d+)/gm);
  return Object.fromEntries([...lines].map(([, key = "", value]) => [key, Number(value) * unit]));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
