import { randomUUID } from "node:crypto";
import { link, open, rename, rm, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { cannotWrite, runIsActive } from "./errors";
import { isAlive, readOwner, type RunOwner, startOf } from "../runFolder/runOwner";
import { runPaths } from "../runFolder/runPaths";

/** The owner says so often that it lives; ms. */
const beat = 10_000;

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

  /** Gives the folder back. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    const owner = await readOwner(this.path);
    if (owner?.token === this.token) await rm(this.path, { force: true }).catch(() => undefined);
  }
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
