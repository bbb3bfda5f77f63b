import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lastRunOf, readHistory, readStoredRun, wasInterrupted } from "../../../extension/runs/StoredRun";

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
  it("finds the newest run of a model among others and broken ones", async () => {
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

  it("takes a run that says it runs for interrupted once nothing is written any more", async () => {
    const folder = stored("1", { ...record, status: "running" }, "");
    const run = await readStoredRun(folder);
    if (!run) throw new Error("not read");
    expect(await wasInterrupted(run)).toBe(false);
    const before = Date.now() / 1000 - 60;
    for (const name of ["run.json", "metrics.ndjson"]) utimesSync(path.join(folder, name), before, before);
    expect(await wasInterrupted(run)).toBe(true);
    expect(await wasInterrupted({ ...run, status: "completed" })).toBe(false);
  });

  it("reads the metrics, a last line that is cut off left out, and says how it ended", async () => {
    const lines = [
      { event: "start", resumedAt: 0, steps: 10, epochs: 1, metrics: [] },
      { event: "resume", step: 3 },
      { event: "steps", first: 1, loss: [3, 2], metrics: {}, epoch: 1 },
      { event: "something new" },
    ];
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
