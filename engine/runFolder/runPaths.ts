import { basename, join } from "node:path";

/** Where the folders of runs are unless somebody says otherwise, relative to the workspace. */
export const defaultRuns = ".netloom/runs";

/** What is in a run's folder besides TensorBoard's file; people's scripts read these too. */
const names = {
  /** The document as it was trained. */
  model: "model.nn.json",
  /** What the run is and how it stands: `runRecord`. */
  record: "run.json",
  /** Its events, one a line: `readEvent`. */
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
    metrics: join(run, names.metrics),
    owner: join(run, names.owner),
    checkpoints: join(run, names.checkpoints),
  };
}

const extension = ".safetensors";

/** The best epoch's, the last one, or one that is kept by step, after so many steps. */
export type CheckpointName = "best" | "last" | number;

export function checkpointPath(run: string, name: CheckpointName): string {
  return join(run, names.checkpoints, checkpointFile(name));
}

function checkpointFile(name: CheckpointName): string {
  return `${typeof name === "number" ? `step-${name}` : name}${extension}`;
}

/** The step of a checkpoint that is kept by step, from its file's name; undefined for any other name. */
export function checkpointStep(file: string): number | undefined {
  const step = Number(/^step-(\d+)\./.exec(file)?.[1] ?? NaN);
  return file === checkpointFile(step) ? step : undefined;
}

/** Whether a file's name is that of a checkpoint that was written whole. */
export function isCheckpoint(name: string): boolean {
  return name.endsWith(extension);
}

/** Whether a folder is the one of a run's checkpoints, by its name. */
export function isCheckpoints(folder: string): boolean {
  return basename(folder) === names.checkpoints;
}

/** When the run in a folder was begun, by the folder's name; undefined where somebody gave it another. */
export function startOfRun(folder: string): Date | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(basename(folder));
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const start = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(start.getTime()) ? undefined : start;
}

/** The name of a run's folder, by which runs sort in the order of their time: `20260131-235959-mnist`. */
export function runFolderName(now: Date, modelFile: string): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${basename(modelFile).replace(/(\.nn)?\.json$/, "")}`;
}
