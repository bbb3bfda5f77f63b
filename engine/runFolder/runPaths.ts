import { basename, join } from "node:path";

/** The default folder for run folders, relative to the workspace. */
export const defaultRuns = ".netloom/runs";

/** The names in a run folder, besides TensorBoard's file. Users' scripts read them too, so they must not change. */
const names = {
  /** The document as it was trained. */
  model: "model.nn.json",
  /** The run's settings and status: `runRecord`. */
  record: "run.json",
  /** What its data were: `runData`. */
  data: "data.json",
  /** Its events, one per line: `readEvent`. */
  metrics: "metrics.ndjson",
  /** The process that trains it: `RunOwner`. */
  owner: "owner.json",
  checkpoints: "checkpoints",
} as const;

/** The paths in a run's folder. */
export function runPaths(run: string): Readonly<Record<keyof typeof names, string>> {
  return {
    model: join(run, names.model),
    record: join(run, names.record),
    data: join(run, names.data),
    metrics: join(run, names.metrics),
    owner: join(run, names.owner),
    checkpoints: join(run, names.checkpoints),
  };
}

const extension = ".safetensors";

/** The best epoch's checkpoint, the last one, or the one saved after this many steps. */
export type CheckpointName = "best" | "last" | number;

export function checkpointPath(run: string, name: CheckpointName): string {
  return join(run, names.checkpoints, checkpointFile(name));
}

function checkpointFile(name: CheckpointName): string {
  return `${typeof name === "number" ? `step-${name}` : name}${extension}`;
}

/** The step in the file name of a checkpoint saved by step; undefined for any other name. */
export function checkpointStep(file: string): number | undefined {
  const step = Number(/^step-(\d+)\./.exec(file)?.[1] ?? NaN);
  return file === checkpointFile(step) ? step : undefined;
}

/** Whether a file's name is that of a completely written checkpoint. */
export function isCheckpoint(name: string): boolean {
  return name.endsWith(extension);
}

/** Whether a folder's name is that of a run's checkpoints. */
export function isCheckpoints(folder: string): boolean {
  return basename(folder) === names.checkpoints;
}

/** When a run started, from the name of its folder; undefined if the folder was renamed. */
export function startOfRun(folder: string): Date | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(basename(folder));
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const start = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(start.getTime()) ? undefined : start;
}

/** The name of a run folder, which sorts by start time: `20260131-235959-mnist`. */
export function runFolderName(now: Date, modelFile: string): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${basename(modelFile).replace(/(\.nn)?\.json$/, "")}`;
}
