import { lstat, mkdir, open, readdir, readFile, realpath, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TensorboardEvents } from "../interop/tensorboard/TensorboardEvents";
import type { RunEvent } from "../run/events";
import { AppendedFile } from "./AppendedFile";
import { cannotMakeRun, cannotWrite, notARun, runIsActive, runOutside } from "./errors";
import { RunLock } from "./RunLock";
import { runOwner } from "../runFolder/runOwner";
import { checkpointPath, type CheckpointName, runFolderName, runPaths } from "../runFolder/runPaths";
import { runRecord, type RunRecord, type WrittenRecord } from "../runFolder/runRecord";
import { temporaryPattern, writeFileAtomic } from "./writeFileAtomic";

/** The files of one run; every one of them is whole at every moment. */
export class RunFolder {
  private readonly metrics: AppendedFile;
  private lines = "";
  private tensorboard: { readonly events: TensorboardEvents; readonly file: AppendedFile } | undefined;

  private constructor(
    readonly path: string,
    private readonly lock: RunLock,
  ) {
    this.metrics = new AppendedFile(runPaths(path).metrics);
  }

  /** Makes `<runs>/<time>-<model>/` with the model's snapshot. */
  static async create(runs: string, file: string, text: string, now: Date): Promise<RunFolder> {
    const name = runFolderName(now, file);
    for (let attempt = 1; ; attempt++) {
      const path = join(runs, attempt === 1 ? name : `${name}-${String(attempt)}`);
      try {
        await makeFolders(runs);
        await mkdir(path);
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === "EEXIST" && (await isThere(path));
        if (isTaken && attempt < 1000) continue;
        throw cannotMakeRun(runs, await existingPart(runs), error);
      }
      const folder = new RunFolder(path, await RunLock.take(path));
      try {
        await mkdir(folder.checkpoints).catch((error: unknown) => {
          throw cannotWrite(folder.checkpoints, error);
        });
        await writeFileAtomic(folder.model, text);
      } catch (error) {
        await folder.close();
        throw error;
      }
      return folder;
    }
  }

  /**
   * Opens the folder of an earlier run, which nobody else may be training. Throws an EngineError where it is none, where
   * another process has it, or where parts of it are links.
   */
  static async open(named: string): Promise<{ folder: RunFolder; record: RunRecord; text: string }> {
    const path = await realpath(named).catch(() => {
      throw notARun(named);
    });
    const owner = await runOwner(path);
    if (owner) throw runIsActive(named, owner);
    const record = await readRunRecord(path);
    const { checkpoints, metrics, record: recordFile, model } = runPaths(path);
    for (const file of [checkpoints, metrics, recordFile, model])
      if (await isLink(file)) throw runOutside(file);
    const folder = new RunFolder(path, await RunLock.take(path));
    try {
      const text = await readFile(folder.model, "utf8").catch(() => {
        throw notARun(path);
      });
      await folder.removeTemporaries();
      if (await endsInsideLine(folder.metrics.path)) folder.lines = "\n";
      return { folder, record, text };
    } catch (error) {
      await folder.close();
      throw error;
    }
  }

  get model(): string {
    return runPaths(this.path).model;
  }

  get checkpoints(): string {
    return runPaths(this.path).checkpoints;
  }

  checkpoint(name: CheckpointName): string {
    return checkpointPath(this.path, name);
  }

  async writeRecord(record: WrittenRecord): Promise<void> {
    await writeFileAtomic(runPaths(this.path).record, `${JSON.stringify(record, null, 2)}\n`);
  }

  /** Adds an event to `metrics.ndjson` and the TensorBoard file; it reaches the disk with the next `flush`. */
  log(event: RunEvent): void {
    const time = Date.now() / 1000;
    this.lines += `${JSON.stringify(event)}\n`;
    this.tensorboard ??= this.openTensorboard(time);
    this.tensorboard.events.log(event, time);
  }

  /** Appends what was logged. */
  async flush(): Promise<void> {
    const { lines } = this;
    this.lines = "";
    await this.metrics.append(lines);
    if (this.tensorboard) await this.tensorboard.file.append(this.tensorboard.events.take());
  }

  async close(): Promise<void> {
    await this.metrics.close();
    await this.tensorboard?.file.close();
    await this.lock.release();
  }

  /** What writes that were killed have left. */
  private async removeTemporaries(): Promise<void> {
    for (const folder of [this.path, this.checkpoints])
      for (const name of await readdir(folder).catch(() => []))
        if (temporaryPattern.test(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }

  /** A resumed run gets a file of its own, since a kill may have cut off the last record of the one before. */
  private openTensorboard(time: number) {
    const events = new TensorboardEvents(time);
    return { events, file: new AppendedFile(join(this.path, events.fileName)) };
  }
}

/** What `run.json` in a run's folder says. Throws an EngineError where it says nothing that can be used. */
export async function readRunRecord(path: string): Promise<RunRecord> {
  try {
    return runRecord(JSON.parse(await readFile(runPaths(path).record, "utf8")));
  } catch {
    throw notARun(path);
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

/** Makes a folder and those above it. Node's own recursive mkdir never ends where a file system refuses with ENOENT. */
async function makeFolders(path: string): Promise<void> {
  const missing: string[] = [];
  for (let part = path; !(await isThere(part)) && dirname(part) !== part; part = dirname(part))
    missing.push(part);
  for (const part of missing.reverse())
    await mkdir(part).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    });
}

/** The part of a path that is there. */
async function existingPart(path: string): Promise<string> {
  let part = path;
  while (!(await isThere(part)) && dirname(part) !== part) part = dirname(part);
  return part;
}

/** Whether a kill cut off a text file's last line. */
async function endsInsideLine(path: string): Promise<boolean> {
  const file = await open(path, "r").catch(() => undefined);
  if (!file) return false;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return bytesRead === 1 && buffer.toString() !== "\n";
  } finally {
    await file.close();
  }
}
