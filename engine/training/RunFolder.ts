import { lstat, mkdir, open, readdir, readFile, realpath, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DataFacts } from "../data/catalog/facts";
import { TensorboardEvents } from "../interop/tensorboard/TensorboardEvents";
import type { RunEvent } from "../run/events";
import { AppendedFile } from "./AppendedFile";
import { cannotMakeRun, cannotWrite, notARun, runIsActive, runOutside } from "./errors";
import { RunLock } from "./RunLock";
import { runOwner } from "../runFolder/runOwner";
import { checkpointPath, type CheckpointName, runFolderName, runPaths } from "../runFolder/runPaths";
import { runDataText } from "../runFolder/runData";
import { runRecord, type RunRecord, type WrittenRecord } from "../runFolder/runRecord";
import { temporaryPattern, writeFileAtomic } from "./writeFileAtomic";

/** The files of one run, each of them complete at any time. */
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

  /** Creates `<runs>/<time>-<model>/` with a snapshot of the model and what its data are. Throws an EngineError. */
  static async create(
    runs: string,
    file: string,
    text: string,
    facts: DataFacts,
    now: Date,
  ): Promise<RunFolder> {
    const name = runFolderName(now, file);
    for (let attempt = 1; ; attempt++) {
      const path = join(runs, attempt === 1 ? name : `${name}-${String(attempt)}`);
      try {
        await makeFolders(runs);
        await mkdir(path);
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === "EEXIST" && (await exists(path));
        if (isTaken && attempt < 1000) continue;
        throw cannotMakeRun(runs, await existingPart(runs), error);
      }
      const folder = new RunFolder(path, await RunLock.take(path));
      try {
        await mkdir(folder.checkpoints).catch((error: unknown) => {
          throw cannotWrite(folder.checkpoints, error);
        });
        await writeFileAtomic(folder.model, text);
        await folder.writeData(facts);
      } catch (error) {
        await folder.close();
        throw error;
      }
      return folder;
    }
  }

  /**
   * Opens the folder of an earlier run and locks it. Throws an EngineError if it is not a run folder, is in use by
   * another process, or contains links in place of its files.
   */
  static async open(given: string): Promise<{ folder: RunFolder; record: RunRecord; text: string }> {
    const path = await realpath(given).catch(() => {
      throw notARun(given);
    });
    const owner = await runOwner(path);
    if (owner) throw runIsActive(given, owner);
    const record = await readRunRecord(path);
    const { checkpoints, metrics, record: recordFile, model, data } = runPaths(path);
    for (const file of [checkpoints, metrics, recordFile, model, data])
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

  /** Saves what the data are, so that the weights can be used without them. */
  async writeData(facts: DataFacts): Promise<void> {
    await writeFileAtomic(runPaths(this.path).data, runDataText(facts));
  }

  /** Adds an event to `metrics.ndjson` and the TensorBoard file; the next `flush` writes it to disk. */
  log(event: RunEvent): void {
    const time = Date.now() / 1000;
    this.lines += `${JSON.stringify(event)}\n`;
    this.tensorboard ??= this.openTensorboard(time);
    this.tensorboard.events.log(event, time);
  }

  /** Writes the logged events to disk. */
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

  /** Removes what interrupted writes have left behind. */
  private async removeTemporaries(): Promise<void> {
    for (const folder of [this.path, this.checkpoints])
      for (const name of await readdir(folder).catch(() => []))
        if (temporaryPattern.test(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }

  /** Opens a new file, also for a resumed run, because the last record of the previous file may be cut off. */
  private openTensorboard(time: number) {
    const events = new TensorboardEvents(time);
    return { events, file: new AppendedFile(join(this.path, events.fileName)) };
  }
}

/** Reads `run.json` of a run folder. Throws an EngineError if it is missing or invalid. */
export async function readRunRecord(path: string): Promise<RunRecord> {
  try {
    return runRecord(JSON.parse(await readFile(runPaths(path).record, "utf8")));
  } catch {
    throw notARun(path);
  }
}

async function exists(path: string): Promise<boolean> {
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

/**
 * Creates a folder and its missing parents. Node's own recursive mkdir never returns if a file system refuses with
 * ENOENT.
 */
async function makeFolders(path: string): Promise<void> {
  const missing: string[] = [];
  for (let part = path; !(await exists(part)) && dirname(part) !== part; part = dirname(part))
    missing.push(part);
  for (const part of missing.reverse())
    await mkdir(part).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    });
}

/** The longest part of a path that exists. */
async function existingPart(path: string): Promise<string> {
  let part = path;
  while (!(await exists(part)) && dirname(part) !== part) part = dirname(part);
  return part;
}

/** Whether the last line of a text file is cut off, which happens when the process is killed. */
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
