import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import { readSmallFile } from "./readSmallFile";
import { runPaths } from "./runPaths";

// The extension host loads this file too, so it must not import anything large.

/** The process that is training into a run folder, as stored in `owner.json`. */
export interface RunOwner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, if the system reports it. Process ids are reused, so an id alone is not enough. */
  readonly started?: string;
  readonly token: string;
}

/** Milliseconds without an update after which an owner on another machine counts as dead. */
const silence = 60_000;
/** The most bytes in `owner.json`. */
const limit = 10_000;

/** The live process that is training into a run folder; undefined if there is none. */
export async function runOwner(folder: string): Promise<RunOwner | undefined> {
  const path = runPaths(folder).owner;
  const owner = await readOwner(path);
  return owner && (await isAlive(path, owner)) ? owner : undefined;
}

/** The owner in a lock file, alive or not; undefined if there is no file or it is malformed. */
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
    // EPERM: the process exists but belongs to another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/** When a process started, in the kernel's clock ticks (proc(5)); undefined except on Linux. */
export function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    // The second field, the program's name, may contain spaces and brackets.
    return fields.slice(fields.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
