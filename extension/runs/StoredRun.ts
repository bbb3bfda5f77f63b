import { readdir } from "node:fs/promises";
import * as path from "node:path";
import type { EndEvent } from "../../engine/run/events";
import { readSmallFile } from "../../engine/runFolder/readSmallFile";
import { runOwner } from "../../engine/runFolder/runOwner";
import { RunHistory } from "./RunHistory";
import { RunReader } from "../../engine/runFolder/RunReader";
import { isCheckpoint, runPaths } from "../../engine/runFolder/runPaths";
import { runSummary, type RunSummary } from "../../engine/runFolder/runSummary";

/** A run folder, and the part of its `run.json` that the extension host needs. */
export interface StoredRun extends RunSummary {
  /** The run folder's absolute path. */
  readonly run: string;
}

/** The most bytes read of `run.json`, which lists the data files. */
const maxRecordBytes = 4_000_000;
/** The most run folders searched for the last run of a model. */
const maxFolders = 200;

/** Reads a run folder; undefined if it is not one. */
export async function readStoredRun(run: string): Promise<StoredRun | undefined> {
  try {
    const record = await readSmallFile(runPaths(run).record, maxRecordBytes);
    return { run, ...runSummary(JSON.parse(record ?? "")) };
  } catch {
    return undefined;
  }
}

/** The newest run of a model in a runs folder. Run folders sort by time. */
export async function lastRunOf(file: string, runs: string): Promise<StoredRun | undefined> {
  for (const folder of await newestFolders(runs)) {
    const stored = await readStoredRun(folder);
    if (stored && path.resolve(stored.file) === path.resolve(file)) return stored;
  }
  return undefined;
}

/** The runs in a runs folder that have saved weights, newest first. */
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
    .slice(0, maxFolders)
    .map((name) => path.join(runs, name));
}

/** Whether a run was interrupted: its record says so, or it says that the run is active although no process trains it. */
export async function wasInterrupted({ run, status }: StoredRun): Promise<boolean> {
  if (status === "running" || status === "paused") return (await runOwner(run)) === undefined;
  return status === "interrupted";
}

/** Reads the history of a run that no process trains. */
export function readHistory(stored: StoredRun): Promise<RunHistory> {
  return readEvents(stored.run, endOf(stored));
}

/** Reads a run's history from its folder; `end` is used if the folder has no end event. */
export async function readEvents(run: string, end: EndEvent): Promise<RunHistory> {
  const history = new RunHistory();
  await new RunReader(run).readNew((event) => history.append(event));
  if (history.end === undefined) history.append(end);
  return history;
}

/** How a run ended whose process no longer exists, by its record: a run recorded as active was interrupted. */
export function endOf({ run, status, step }: StoredRun): EndEvent {
  const wasActive = status === "running" || status === "paused";
  return { event: "end", run, status: wasActive ? "interrupted" : status, step };
}
