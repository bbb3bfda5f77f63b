import { lstat, mkdir, open, readdir, readFile, realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { TensorboardEvents } from "../interop/tensorboard/TensorboardEvents";
import type { DeviceInfo } from "../run/device";
import type { RunEvent } from "../run/events";
import { fingerprintSchema } from "../data/fingerprint";
import { AppendedFile } from "./AppendedFile";
import { cannotMakeRun, cannotWrite, notARun, runIsActive, runOutside } from "./errors";
import { RunLock } from "./RunLock";
import { runOwner } from "../runFolder/runOwner";
import { temporaryPattern, writeFileAtomic } from "./writeFileAtomic";

const count = z.int().min(0);

const runSchema = z.object({
  netloom: z.literal(1),
  /** The model's file, absolute, as it was when the run started. */
  file: z.string(),
  device: z.object({ kind: z.string(), name: z.string() }),
  seed: count,
  batchSize: count,
  /** Absent in the runs of an earlier Netloom, which left out what an epoch's full batches leave over. */
  dropLast: z.boolean().optional(),
  epochs: count,
  steps: count,
  status: z.enum(["running", "paused", "completed", "stopped", "interrupted", "failed"]),
  /** Steps done when this was written. */
  step: count,
  started: z.string(),
  /** What each Dataset held, by node. */
  data: z.record(z.string(), fingerprintSchema).optional(),
  /** The step at which the run was resumed although its data had changed. */
  dataChangedAt: count.optional(),
  /** What the first weights were read from: a tensor file or a run's folder. */
  weights: z.string().optional(),
  versions: z.object({ netloom: z.string(), node: z.string() }).optional(),
  best: z.object({ step: z.number(), loss: z.number() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** `run.json`: what a run is and how it stands. */
export type RunRecord = z.infer<typeof runSchema>;

/** A record as this version writes it. */
export type WrittenRecord = RunRecord & { readonly device: Pick<DeviceInfo, "kind" | "name"> };

/** The files of one run; every one of them is whole at every moment. */
export class RunFolder {
  private readonly metrics: AppendedFile;
  private lines = "";
  private tensorboard: { readonly events: TensorboardEvents; readonly file: AppendedFile } | undefined;

  private constructor(
    readonly path: string,
    private readonly lock: RunLock,
  ) {
    this.metrics = new AppendedFile(join(path, "metrics.ndjson"));
  }

  /** Makes `<runs>/<time>-<model>/` with the model's snapshot. */
  static async create(runs: string, file: string, text: string, now: Date): Promise<RunFolder> {
    const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
    const model = basename(file).replace(/(\.nn)?\.json$/, "");
    for (let attempt = 1; ; attempt++) {
      const path = join(runs, attempt === 1 ? `${time}-${model}` : `${time}-${model}-${String(attempt)}`);
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
    for (const name of ["checkpoints", "metrics.ndjson", "run.json", "model.nn.json"])
      if (await isLink(join(path, name))) throw runOutside(join(path, name));
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
    return join(this.path, "model.nn.json");
  }

  get checkpoints(): string {
    return join(this.path, "checkpoints");
  }

  checkpoint(kind: "best" | "last"): string {
    return join(this.checkpoints, `${kind}.safetensors`);
  }

  async writeRecord(record: WrittenRecord): Promise<void> {
    await writeFileAtomic(join(this.path, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
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
    return runSchema.parse(JSON.parse(await readFile(join(path, "run.json"), "utf8")));
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
