import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { machineMemory } from "./machineMemory";

/**
 * Bytes of memory that this process may still take: what the machine, or the container it runs in, can free without ending
 * anything, and what it can swap out. macOS has no such number (its free pages leave out all that it would give back), so there it
 * is the whole machine's.
 *
 * @param root Where `/proc` and `/sys` are.
 */
export function availableMemory(root = "/"): number {
  if (process.platform === "darwin") return machineMemory();
  if (process.platform !== "linux") return freemem();
  const machine = keyed(read(join(root, "proc/meminfo")), 1024);
  const { MemAvailable = freemem(), SwapFree = 0 } = machine;
  return Math.max(0, Math.min(MemAvailable + SwapFree, ...leftInGroups(root)));
}

/** What the limits of this process's control groups leave, of version 1 and 2: theirs and those of the groups around them. */
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
  /** In `memory.stat`: what of it the kernel would give back, since it is in files too. */
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

/** In a container the path is often that outside of it, and only the topmost folder is there. */
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
