import { readdir } from "node:fs/promises";
import * as path from "node:path";
import type { EndEvent } from "../../engine/run/events";
import { readSmallFile } from "../../engine/runFolder/readSmallFile";
import { runOwner } from "../../engine/runFolder/runOwner";
import { RunHistory } from "./RunHistory";
import { RunReader } from "../../engine/runFolder/RunReader";
import { isCheckpoint, runPaths } from "../../engine/runFolder/runPaths";
import { runSummary, type RunSummary } from "../../engine/runFolder/runSummary";

/** A run's folder, and what its `run.json` says as far as the host needs it. */
export interface StoredRun extends RunSummary {
  /** The run folder's absolute path. */
  readonly run: string;
}

/** Bytes of `run.json`, which lists the data's files, and of the model. */
const recordBytes = 4_000_000;
const modelBytes = 64_000_000;
/** Run folders that are looked into when the last run of a model is searched. */
const searched = 200;

/** Reads a run folder; undefined where it is none. */
export async function readStoredRun(run: string): Promise<StoredRun | undefined> {
  try {
    const record = await readSmallFile(runPaths(run).record, recordBytes);
    return { run, ...runSummary(JSON.parse(record ?? "")) };
  } catch {
    return undefined;
  }
}

/** The document as the run trained it; undefined where it is gone. */
export function readModel(run: string): Promise<string | undefined> {
  return readSmallFile(runPaths(run).model, modelBytes);
}

/** The newest run of a model in a runs folder. Folders sort by their time. */
export async function lastRunOf(file: string, runs: string): Promise<StoredRun | undefined> {
  for (const folder of await newestFolders(runs)) {
    const stored = await readStoredRun(folder);
    if (stored && path.resolve(stored.file) === path.resolve(file)) return stored;
  }
  return undefined;
}

/** The runs of a runs folder that have saved weights, the newest first. */
export async function runsWithWeights(runs: string): Promise<StoredRun[]> {
  const read = await Promise.all(
    (await newestFolders(runs)).map(async (run) =>
      (await hasCheckpoint(run)) ? readStoredRun(run) : undefined,
    ),
  );
  return read.flatMap((stored) => stored ?? []);
}

async function hasCheckpoint(run: string): Promise<boolean> {
  const names = await readdir(runPaths(run).checkpoints).catch(() => []);
  return names.some(isCheckpoint);
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

/** Whether a run was cut off: it says so, or it says that it goes on and no process trains it. */
export async function wasInterrupted({ run, status }: StoredRun): Promise<boolean> {
  if (status === "running" || status === "paused") return (await runOwner(run)) === undefined;
  return status === "interrupted";
}

/** The history of a run that nobody trains, by its folder. */
export function readHistory(stored: StoredRun): Promise<RunHistory> {
  return readEvents(stored.run, endOf(stored));
}

/** What a run's folder says of its course, and the end where it says none. */
export async function readEvents(run: string, end: EndEvent): Promise<RunHistory> {
  const history = new RunHistory();
  await new RunReader(run).readNew((event) => history.append(event));
  if (history.end === undefined) history.append(end);
  return history;
}

/** How a run ended whose process has gone, by its record: a run that says it goes on was cut off. */
export function endOf({ run, status, step }: StoredRun): EndEvent {
  const goesOn = status === "running" || status === "paused";
  return { event: "end", run, status: goesOn ? "interrupted" : status, step };
}
