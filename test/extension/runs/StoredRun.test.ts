import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RunLock } from "../../../engine/training/RunLock";
import {
  lastRunOf,
  readHistory,
  readStoredRun,
  runsWithWeights,
  wasInterrupted,
} from "../../../extension/runs/StoredRun";
import { start, steps } from "./lines";

let runs: string;
beforeEach(() => (runs = mkdtempSync(path.join(tmpdir(), "netloom-runs-"))));
afterEach(() => rmSync(runs, { recursive: true }));

function stored(name: string, record: unknown, metrics?: string): string {
  const folder = path.join(runs, name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, "run.json"), typeof record === "string" ? record : JSON.stringify(record));
  if (metrics !== undefined) writeFileSync(path.join(folder, "metrics.ndjson"), metrics);
  return folder;
}
const record = { netloom: 1, file: "/models/a.nn.json", status: "interrupted", step: 5, steps: 10 };

describe("stored runs", () => {
  it("finds the newest run of a model among runs of others and damaged ones", async () => {
    stored("20260101-000000-a", record);
    const newest = stored("20260102-000000-a", record);
    stored("20260103-000000-b", { ...record, file: "/models/b.nn.json" });
    stored("20260104-000000-a", "{ cut off");
    stored("20260105-000000-a", { ...record, status: "unheard of" });
    mkdirSync(path.join(runs, "20260106-000000-a"));
    expect(await lastRunOf("/models/a.nn.json", runs)).toMatchObject({ run: newest, step: 5 });
    expect(await lastRunOf("/models/c.nn.json", runs)).toBeUndefined();
    expect(await lastRunOf("/models/a.nn.json", path.join(runs, "nowhere"))).toBeUndefined();
  });

  it("lists the runs with saved weights, newest first", async () => {
    const checkpoint = (folder: string, name: string) => {
      mkdirSync(path.join(folder, "checkpoints"));
      writeFileSync(path.join(folder, "checkpoints", name), "");
    };
    const first = stored("20260101-000000-a", record);
    const second = stored("20260102-000000-b", { ...record, file: "/models/b.nn.json", status: "failed" });
    checkpoint(first, "last.safetensors");
    checkpoint(second, "best.safetensors");
    stored("20260103-000000-a", record);
    checkpoint(stored("20260104-000000-a", record), "last.safetensors.tmp");
    checkpoint(stored("20260105-000000-a", "{ cut off"), "last.safetensors");
    expect((await runsWithWeights(runs)).map(({ run }) => run)).toEqual([second, first]);
    expect(await runsWithWeights(path.join(runs, "nowhere"))).toEqual([]);
  });

  it("treats a run recorded as running as interrupted if no process trains it", async () => {
    const run = { ...record, run: stored("1", { ...record, status: "running" }), status: "running" } as const;
    const lock = await RunLock.take(run.run);
    expect(await wasInterrupted(run)).toBe(false);
    await lock.release();
    expect(await wasInterrupted(run)).toBe(true);
    expect(await wasInterrupted({ ...run, status: "paused" })).toBe(true);
    expect(await wasInterrupted({ ...run, status: "interrupted" })).toBe(true);
    expect(await wasInterrupted({ ...run, status: "completed" })).toBe(false);
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a list", []],
    ["a step that is a string", { ...record, step: "5" }],
    ["an infinite step", { ...record, step: 1e400 }],
    ["a fractional number of steps", { ...record, steps: 1.5 }],
    ["a status that names an object's member", { ...record, status: "constructor" }],
    ["a very long name", { ...record, file: "x".repeat(1e6) }],
    ["too much data", { ...record, more: "x".repeat(5e6) }],
  ])("rejects a record with %s", async (_, value) => {
    expect(await readStoredRun(stored("1", value))).toBeUndefined();
  });

  it.runIf(process.platform !== "win32")("does not follow links or wait for pipes", async () => {
    const outside = path.join(runs, "outside.json");
    writeFileSync(outside, JSON.stringify(record));
    for (const name of ["1", "2"]) mkdirSync(path.join(runs, name));
    symlinkSync(outside, path.join(runs, "1", "run.json"));
    execFileSync("mkfifo", [path.join(runs, "2", "run.json")]);
    for (const name of ["1", "2"]) expect(await readStoredRun(path.join(runs, name))).toBeUndefined();
  });

  it("reads the metrics except a truncated last line, and how the run ended", async () => {
    const lines = [start, { event: "resume", step: 3 }, steps(1, [3, 2]), { event: "something new" }];
    const folder = stored(
      "1",
      record,
      `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"event":"ste`,
    );
    const run = await readStoredRun(folder);
    if (!run) throw new Error("not read");
    const history = await readHistory(run);
    expect(history.step).toBe(2);
    expect(history.run).toBe(folder);
    expect(history.view()).toMatchObject({ status: "interrupted", loss: 2 });
  });

  it("reads a run without metrics", async () => {
    const run = await readStoredRun(stored("1", { ...record, status: "running" }));
    if (!run) throw new Error("not read");
    expect((await readHistory(run)).view()).toMatchObject({ status: "interrupted", step: 0 });
  });
});
