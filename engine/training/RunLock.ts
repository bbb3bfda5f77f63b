import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { cannotWrite, runIsActive } from "./errors";

const ownerSchema = z.object({
  pid: z.int().min(1),
  host: z.string(),
  /** When the process started, where the system tells: a process id is given again. */
  started: z.string().optional(),
  token: z.string(),
});

/** The process that trains in a run folder. */
export type RunOwner = z.infer<typeof ownerSchema>;

/** The owner says so often that it lives, and is taken for dead on another machine after so long without a word; ms. */
const beat = 10_000;
const silence = 60_000;

/** The right to write into a run folder: one process has it, and it ends with that process, however that ends. */
export class RunLock {
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly path: string,
    private readonly token: string,
  ) {
    this.timer = setInterval(() => {
      const now = new Date();
      void utimes(this.path, now, now).catch(() => undefined);
    }, beat).unref();
  }

  /** Takes a run folder, also from an owner that is dead. Throws an EngineError where a live one has it. */
  static async take(folder: string): Promise<RunLock> {
    const path = lockOf(folder);
    const token = randomUUID();
    const owner: RunOwner = { pid: process.pid, host: hostname(), started: startOf(process.pid), token };
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await create(path, `${JSON.stringify(owner)}\n`, token)) return new RunLock(path, token);
      const other = await readOwner(path);
      if (other && (await isAlive(path, other))) throw runIsActive(folder, other);
      await removeDead(path, other, token);
    }
    throw runIsActive(folder, await readOwner(path));
  }

  /** Gives the folder back. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    const owner = await readOwner(this.path);
    if (owner?.token === this.token) await rm(this.path, { force: true }).catch(() => undefined);
  }
}

/** The live process that trains in a run folder; undefined where none does. */
export async function runOwner(folder: string): Promise<RunOwner | undefined> {
  const path = lockOf(folder);
  const owner = await readOwner(path);
  return owner && (await isAlive(path, owner)) ? owner : undefined;
}

function lockOf(folder: string): string {
  return join(folder, "owner.json");
}

/** Makes the lock with its content in one step; false where there is one. */
async function create(path: string, content: string, token: string): Promise<boolean> {
  const own = `${path}.${token}`;
  try {
    const file = await open(own, "wx");
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await link(own, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // Some file systems have no links.
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS") return await createAlone(path, content);
    throw cannotWrite(path, error);
  } finally {
    await rm(own, { force: true }).catch(() => undefined);
  }
}

async function createAlone(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cannotWrite(path, error);
  }
}

/**
 * Takes the lock of a dead owner away. Two that see it at once both rename what is there; whoever has got hold of another
 * than the dead one's gives it back.
 */
async function removeDead(path: string, dead: RunOwner | undefined, token: string): Promise<void> {
  const aside = `${path}.dead-${token}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const taken = await readOwner(aside);
  if (taken && taken.token !== dead?.token) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true }).catch(() => undefined);
}

async function readOwner(path: string): Promise<RunOwner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  }
}

async function isAlive(path: string, { pid, host, started }: RunOwner): Promise<boolean> {
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
function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    // The program's name, the second field, may hold spaces and brackets.
    return fields.slice(fields.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
