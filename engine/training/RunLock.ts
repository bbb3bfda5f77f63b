import { randomUUID } from "node:crypto";
import { link, open, rename, rm, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { cannotWrite, runIsActive } from "./errors";
import { isAlive, readOwner, type RunOwner, startOf } from "../runFolder/runOwner";
import { runPaths } from "../runFolder/runPaths";

/** Milliseconds between the owner's signs of life. */
const heartbeat = 10_000;

/** The exclusive right to write to a run folder. It ends with the process, even if that is killed. */
export class RunLock {
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly path: string,
    private readonly token: string,
  ) {
    this.timer = setInterval(() => {
      const now = new Date();
      void utimes(this.path, now, now).catch(() => undefined);
    }, heartbeat).unref();
  }

  /** Locks a run folder, taking over the lock of a dead process. Throws an EngineError if its owner is alive. */
  static async take(folder: string): Promise<RunLock> {
    const path = runPaths(folder).owner;
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

  /** Unlocks the folder. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    const owner = await readOwner(this.path);
    if (owner?.token === this.token) await rm(this.path, { force: true }).catch(() => undefined);
  }
}

/** Creates the lock file and its content atomically; false if it exists. */
async function create(path: string, content: string, token: string): Promise<boolean> {
  const temporary = `${path}.${token}`;
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // Some file systems have no hard links.
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS")
      return await createWithoutLink(path, content);
    throw cannotWrite(path, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function createWithoutLink(path: string, content: string): Promise<boolean> {
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
 * Removes the lock of a dead owner. If two processes do so at once, the second one may rename a lock that the first has
 * just created; it notices and puts that lock back.
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
