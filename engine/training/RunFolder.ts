import { mkdir, open, readFile, type FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import type { DeviceInfo } from "../runtime/runtime";
import type { RunEvent } from "../server/protocol";
import { cannotWrite, notARun } from "./errors";
import { writeFileAtomic } from "./writeFileAtomic";

const runSchema = z.object({
  netloom: z.literal(1),
  /** The model's file, absolute, as it was when the run started. */
  file: z.string(),
  device: z.object({ kind: z.string(), name: z.string() }),
  seed: z.number(),
  batchSize: z.number(),
  epochs: z.number(),
  steps: z.number(),
  status: z.enum(["running", "paused", "completed", "stopped", "interrupted", "failed"]),
  /** Steps done when this was written. */
  step: z.number(),
  started: z.string(),
  best: z.object({ step: z.number(), loss: z.number() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** `run.json`: what a run is and how it stands. */
export type RunRecord = z.infer<typeof runSchema>;

/** The files of one run; every one of them is whole at every moment. */
export class RunFolder {
  private metrics: FileHandle | undefined;
  private pending = "";

  private constructor(readonly path: string) {}

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
      return { folder, record, text: await readFile(folder.model, "utf8") };
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

  /** Adds an event to `metrics.ndjson`; it reaches the disk with the next `flush`. */
  log(event: RunEvent | { readonly event: "resume"; readonly step: number }): void {
    this.pending += `${JSON.stringify(event)}\n`;
  }

  /** Appends what was logged. A kill leaves at most a last line that is cut off, which readers skip. */
  async flush(): Promise<void> {
    if (this.pending === "") return;
    const text = this.pending;
    this.pending = "";
    const path = join(this.path, "metrics.ndjson");
    try {
      this.metrics ??= await open(path, "a");
      await this.metrics.appendFile(text);
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  async close(): Promise<void> {
    await this.metrics?.close().catch(() => undefined);
    this.metrics = undefined;
  }
}
