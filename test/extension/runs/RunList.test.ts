import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runPaths } from "../../../engine/runFolder/runPaths";
import { Run } from "../../../extension/runs/Run";
import { RunList } from "../../../extension/runs/RunList";
import { ndjson, start, steps } from "./lines";

type Uri = Run["document"];
const uri = (model: string) =>
  ({ path: `/models/${model}.nn.json`, toString: () => model }) as unknown as Uri;

let folder: string;
let list: RunList;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "netloom-list-"));
  list = new RunList();
});
afterEach(() => rmSync(folder, { recursive: true }));

let count = 0;

/** Starts a run with a folder; its loss distinguishes it from others. */
function begin(model = "a", loss = ++count): Run {
  const at = path.join(folder, `20260102-0304${String(++count % 60).padStart(2, "0")}-${model}-${count}`);
  mkdirSync(at);
  writeFileSync(runPaths(at).metrics, ndjson(start, steps(1, [9, loss])));
  const run = new Run(uri(model));
  run.append({ ...start, run: at });
  run.append({ ...steps(1, [9, loss]), run: at });
  list.addNewest(run);
  return run;
}
const end = (run: Run, status: "completed" | "stopped" = "completed") =>
  run.append({ event: "end", run: run.folder ?? "", status, step: 2 });

describe("the runs of a window", () => {
  it("have unique ids, are listed by start time, and one is the newest of its model", () => {
    const [first, other, second] = [begin("a"), begin("b"), begin("a")];
    expect(new Set([first.id, other.id, second.id]).size).toBe(3);
    expect(list.all).toEqual([second, other, first]);
    expect(list.newestOf(uri("a"))).toBe(second);
    expect(list.newestOf(uri("c"))).toBeUndefined();
    expect(list.find(other.id)).toBe(other);
    expect(list.byFolder(first.folder ?? "")).toBe(first);
    // The first run is resumed.
    list.addNewest(first);
    expect(list.newestOf(uri("a"))).toBe(first);
    const stored = new Run(uri("a"), path.join(folder, "20250101-000000-a"));
    list.addOldest(stored);
    expect(list.all.at(-1)).toBe(stored);
    expect(stored.started).toEqual(new Date("2025-01-01T00:00:00Z"));
  });

  it("train side by side, each with its own events", () => {
    const [first, second] = [begin("a"), begin("a")];
    end(first, "stopped");
    expect([first.state, first.isActive]).toEqual(["stopped", false]);
    expect([second.state, second.isActive]).toEqual(["running", true]);
    second.append({ ...steps(3, [0.5]), run: second.folder ?? "" });
    expect([first.view.step, second.view.step]).toEqual([2, 3]);
    expect(second.entry).toMatchObject({ id: second.id, name: "a", status: "running", elsewhere: false });
  });

  it("are unloaded when not shown, and loaded again when selected", async () => {
    const runs = Array.from({ length: 6 }, (_, index) => begin("a", index + 1));
    for (const run of runs) {
      list.selectLoaded(run);
      end(run);
    }
    const active = begin("a", 0.5);
    list.selectLoaded(active);
    expect(runs.map(({ history }) => history !== undefined)).toEqual([false, false, false, true, true, true]);
    const [first] = runs;
    // A canvas may still show it.
    expect(first?.view).toMatchObject({ status: "completed", step: 2, loss: 1 });
    expect(active.history).toBeDefined();
    expect(await list.select(first!)).toBe(true);
    expect(list.selected).toBe(first);
    expect([...first!.history!.snapshot()].flat()).toMatchObject([
      { event: "start" },
      { event: "steps", loss: [9, 1] },
      { event: "end", status: "completed" },
    ]);
  });

  it("stay loaded while they are active or selected", () => {
    const [background, ...ended] = Array.from({ length: 8 }, () => begin());
    const [selected] = ended;
    for (const run of ended) end(run);
    list.selectLoaded(selected!);
    expect(selected?.history).toBeDefined();
    expect(background?.history).toBeDefined();
    background?.append({ ...steps(3, [7]), run: "" });
    expect(background?.view.loss).toBe(7);
  });

  it("remember an end that is not in the run folder, such as after a crash", async () => {
    const crashed = begin();
    const error = { code: "engine-crashed", message: "It crashed." };
    crashed.append({ event: "end", run: crashed.folder ?? "", status: "failed", step: 2, error });
    crashed.unload();
    expect(crashed.history).toBeUndefined();
    expect(crashed.state).toBe("failed");
    await crashed.load();
    expect(crashed.history?.end).toMatchObject({ status: "failed", error });
    expect(crashed.view.message).toBe("It crashed.");
  });

  it("are selected in the order of the requests, however long loading takes", async () => {
    const [slow, quick] = [begin(), begin()];
    end(slow);
    slow.unload();
    const first = list.select(slow);
    expect(await list.select(quick)).toBe(true);
    expect(await first).toBe(false);
    expect(list.selected).toBe(quick);
  });

  it("are limited in number, and those that never started are removed first", () => {
    const failed = new Run(uri("a"));
    list.addNewest(failed);
    failed.append({ event: "end", run: "", status: "failed", step: 0 });
    list.selectLoaded(failed);
    const runs = Array.from({ length: 40 }, () => begin());
    expect(list.all).toHaveLength(41);
    for (const run of runs.slice(0, 35)) end(run);
    list.selectLoaded(runs.at(-1)!);
    expect(list.all).not.toContain(failed);
    expect(list.all.filter(({ hasEnded }) => hasEnded)).toHaveLength(30);
    expect(list.all.filter(({ hasEnded }) => !hasEnded)).toHaveLength(5);
    expect(list.all).not.toContain(runs[0]);
  });

  it("include a run that failed to start while it is its model's newest, which a canvas shows", () => {
    const failed = new Run(uri("a"));
    list.addNewest(failed);
    failed.append({ event: "end", run: "", status: "failed", step: 0 });
    list.selectLoaded(begin("b"));
    expect(list.newestOf(uri("a"))).toBe(failed);
  });
});
