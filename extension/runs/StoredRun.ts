import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import * as path from "node:path";
import { createInterface } from "node:readline";
import type { RunEvent } from "../../engine/server/protocol";
import { RunHistory } from "./RunHistory";

/** What `run.json` says, as far as the host needs it. */
export interface StoredRun {
  /** The run folder's absolute path. */
  readonly run: string;
  /** The model's absolute path when the run began. */
  readonly file: string;
  readonly status: "running" | "paused" | "completed" | "stopped" | "interrupted" | "failed";
  /** Steps done and planned. */
  readonly step: number;
  readonly steps: number;
}

const statuses: readonly string[] = ["running", "paused", "completed", "stopped", "interrupted", "failed"];
/** Milliseconds since a run folder changed, below which a run that says it runs may still run elsewhere. */
const alive = 10_000;
/** Run folders that are looked into when the last run of a model is searched. */
const searched = 200;

/** Reads a run folder; undefined where it is none. */
export async function readStoredRun(run: string): Promise<StoredRun | undefined> {
  try {
    const record = JSON.parse(await readFile(path.join(run, "run.json"), "utf8")) as Record<string, unknown>;
    const { file, status, step, steps } = record;
    if (typeof file !== "string" || typeof status !== "string" || !statuses.includes(status))
      return undefined;
    if (typeof step !== "number" || typeof steps !== "number") return undefined;
    return { run, file, status: status as StoredRun["status"], step, steps };
  } catch {
    return undefined;
  }
}

/** The document as the run trained it; undefined where it is gone. */
export function readModel(run: string): Promise<string | undefined> {
  return readFile(path.join(run, "model.nn.json"), "utf8").catch(() => undefined);
}

/** The newest run of a model in a runs folder. Folders are named by their time. */
export async function lastRunOf(file: string, runs: string): Promise<StoredRun | undefined> {
  for (const folder of await newestFolders(runs)) {
    const stored = await readStoredRun(folder);
    if (stored && path.resolve(stored.file) === path.resolve(file)) return stored;
  }
  return undefined;
}

/** The runs of a runs folder, the newest first. */
export async function storedRuns(runs: string): Promise<StoredRun[]> {
  const read = await Promise.all((await newestFolders(runs)).map(readStoredRun));
  return read.flatMap((stored) => stored ?? []);
}

async function newestFolders(runs: string): Promise<string[]> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names
    .sort()
    .reverse()
    .slice(0, searched)
    .map((name) => path.join(runs, name));
}

/** Whether a run was cut off: it ended early, or it says that it runs and nothing has been written for a while. */
export async function wasInterrupted(stored: StoredRun): Promise<boolean> {
  if (stored.status === "interrupted") return true;
  if (stored.status !== "running" && stored.status !== "paused") return false;
  const changes = await Promise.all(
    ["run.json", "metrics.ndjson"].map((name) =>
      stat(path.join(stored.run, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Date.now() - Math.max(...changes) > alive;
}

/** What the run folder's `metrics.ndjson` tells. Lines that are cut off or unknown are left out. */
export async function readHistory(stored: StoredRun): Promise<RunHistory> {
  const history = new RunHistory();
  const file = createReadStream(path.join(stored.run, "metrics.ndjson"), "utf8");
  file.on("error", () => undefined);
  try {
    for await (const line of createInterface({ input: file, crlfDelay: Infinity })) {
      const event = readEvent(line, stored.run);
      if (event) history.append(event);
    }
  } catch {
    // A run that wrote no metrics yet.
  }
  if (history.end === undefined) {
    const ended = stored.status === "running" || stored.status === "paused" ? "interrupted" : stored.status;
    history.append({ event: "end", run: stored.run, status: ended, step: stored.step });
  }
  return history;
}

function readEvent(line: string, run: string): RunEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event !== "object" || event === null || !("event" in event)) return undefined;
    if (event.event === "steps" ? !isSteps(event) : !known.includes(String(event.event))) return undefined;
    return { ...event, run } as RunEvent;
  } catch {
    return undefined;
  }
}

const known: readonly string[] = ["start", "epoch", "gradients", "checkpoint", "warning", "status", "end"];

function isSteps(event: object): boolean {
  return "loss" in event && Array.isArray(event.loss) && "first" in event && "metrics" in event;
}
