import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import { readSmallFile } from "./readSmallFile";
import { runPaths } from "./runPaths";

// The extension host asks too, also where no engine runs: nothing large is imported here.

/** The process that trains in a run folder, as `owner.json` names it. */
export interface RunOwner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system tells: a process id is given again. */
  readonly started?: string;
  readonly token: string;
}

/** An owner on another machine is taken for dead after so long without a word; ms. */
const silence = 60_000;
/** Bytes of `owner.json`. */
const limit = 10_000;

/** The live process that trains in a run folder; undefined where none does. */
export async function runOwner(folder: string): Promise<RunOwner | undefined> {
  const path = runPaths(folder).owner;
  const owner = await readOwner(path);
  return owner && (await isAlive(path, owner)) ? owner : undefined;
}

/** What a lock says, whether its owner lives or not; undefined where there is none or it says nothing. */
export async function readOwner(path: string): Promise<RunOwner | undefined> {
  try {
    const owner = JSON.parse((await readSmallFile(path, limit)) ?? "") as Record<string, unknown> | null;
    if (owner === null) return undefined;
    const { pid, host, started, token } = owner;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    if (typeof host !== "string" || typeof token !== "string") return undefined;
    if (started !== undefined && typeof started !== "string") return undefined;
    return { pid, host, token, ...(started !== undefined && { started }) };
  } catch {
    return undefined;
  }
}

export async function isAlive(path: string, { pid, host, started }: RunOwner): Promise<boolean> {
  if (host !== hostname()) {
    const written = await stat(path).catch(() => undefined);
    return written !== undefined && Date.now() - written.mtimeMs < silence;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another person's process one may know no more than that it is there.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/** When a process started, in the kernel's clock ticks (proc(5)); undefined elsewhere than on Linux. */
export function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    // The program's name, the second field, may hold spaces and brackets.
    return fields.slice(fields.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
