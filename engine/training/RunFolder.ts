import { mkdir, open, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { TensorboardEvents } from "../interop/tensorboard/TensorboardEvents";
import type { DeviceInfo } from "../runtime/runtime";
import type { RunEvent } from "../server/protocol";
import { AppendedFile } from "./AppendedFile";
import { cannotWrite, notARun } from "./errors";
import { writeFileAtomic } from "./writeFileAtomic";

const runSchema = z.object({
  netloom: z.literal(1),
  /** The model's file, absolute, as it was when the run started. */
  file: z.string(),
  device: z.object({ kind: z.string(), name: z.string() }),
  seed: z.number(),
  batchSize: z.number(),
  /** Absent in the runs of an earlier Netloom, which left out what an epoch's full batches leave over. */
  dropLast: z.boolean().optional(),
  epochs: z.number(),
  steps: z.number(),
  status: z.enum(["running", "paused", "completed", "stopped", "interrupted", "failed"]),
  /** Steps done when this was written. */
  step: z.number(),
  started: z.string(),
  versions: z.object({ netloom: z.string(), node: z.string() }).optional(),
  best: z.object({ step: z.number(), loss: z.number() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** `run.json`: what a run is and how it stands. */
export type RunRecord = z.infer<typeof runSchema>;

/** The files of one run; every one of them is whole at every moment. */
export class RunFolder {
  private readonly metrics: AppendedFile;
  private lines = "";
  private tensorboard: { readonly events: TensorboardEvents; readonly file: AppendedFile } | undefined;

  private constructor(readonly path: string) {
    this.metrics = new AppendedFile(join(path, "metrics.ndjson"));
  }

  /** Makes `<runs>/<time>-<model>/` with the model's snapshot. */
  static async create(runs: string, file: string, text: string, now: Date): Promise<RunFolder> {
    const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
    const model = basename(file).replace(/(\.nn)?\.json$/, "");
    for (let attempt = 1; ; attempt++) {
      const path = join(runs, attempt === 1 ? `${time}-${model}` : `${time}-${model}-${String(attempt)}`);
      try {
        await mkdir(runs, { recursive: true });
        await mkdir(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST" && attempt < 1000) continue;
        throw cannotWrite(path, error);
      }
      const folder = new RunFolder(path);
      await mkdir(folder.checkpoints);
      await writeFileAtomic(folder.model, text);
      return folder;
    }
  }

  /** Opens the folder of an earlier run. Throws an EngineError where it is none. */
  static async open(path: string): Promise<{ folder: RunFolder; record: RunRecord; text: string }> {
    const folder = new RunFolder(path);
    try {
      const record = runSchema.parse(JSON.parse(await readFile(join(path, "run.json"), "utf8")));
      const text = await readFile(folder.model, "utf8");
      if (await endsInsideLine(folder.metrics.path)) folder.lines = "\n";
      return { folder, record, text };
    } catch {
      throw notARun(path);
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

  async writeRecord(record: RunRecord & { device: Pick<DeviceInfo, "kind" | "name"> }): Promise<void> {
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
  }

  /** A resumed run gets a file of its own, since a kill may have cut off the last record of the one before. */
  private openTensorboard(time: number) {
    const events = new TensorboardEvents(time);
    return { events, file: new AppendedFile(join(this.path, events.fileName)) };
  }
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
