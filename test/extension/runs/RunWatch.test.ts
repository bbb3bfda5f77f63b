import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../../engine/run/events";
import { RunLock } from "../../../engine/training/RunLock";
import { RunWatch } from "../../../extension/runs/RunWatch";
import { ndjson, start, steps } from "./lines";

let run: string;
let watch: RunWatch;
const file = (name: string) => path.join(run, name);
const record = (status: string, step: number) =>
  writeFileSync(file("run.json"), JSON.stringify({ file: "/models/a.nn.json", status, step, steps: 100 }));
const write = (...events: readonly unknown[]) => appendFileSync(file("metrics.ndjson"), ndjson(...events));

beforeEach(() => {
  run = mkdtempSync(path.join(tmpdir(), "netloom-watch-"));
  watch = new RunWatch(run);
  record("running", 0);
  write(start, steps(1, [3, 2, 1]));
});
afterEach(() => {
  watch.dispose();
  rmSync(run, { recursive: true });
});

/** Starts watching; `next` resolves with the next event of a kind, even if it came before the call. */
function follow() {
  const events: RunEvent[] = [];
  let look = (): void => undefined;
  watch.start((event) => {
    events.push(event);
    look();
  });
  const next = <E extends RunEvent["event"]>(kind: E) =>
    new Promise<Extract<RunEvent, { event: E }>>((resolve) => {
      look = () => {
        const index = events.findIndex(({ event }) => event === kind);
        if (index !== -1) resolve(events.splice(index, 1)[0] as Extract<RunEvent, { event: E }>);
      };
      look();
    });
  return { events, next };
}

describe("a run that another process trains", () => {
  it("is followed from its current step to its end", async () => {
    const lock = await RunLock.take(run);
    expect(await watch.open()).toBe(true);
    expect(watch.history.view()).toMatchObject({
      status: "running",
      elsewhere: { pid: process.pid },
      step: 3,
      steps: 100,
      loss: 1,
    });
    const { next } = follow();
    const line = JSON.stringify(steps(4, [0.5]));
    appendFileSync(file("metrics.ndjson"), `no event\n${line.slice(0, 20)}`);
    appendFileSync(file("metrics.ndjson"), `${line.slice(20)}\n`);
    expect(await next("steps")).toMatchObject({ run, first: 4, loss: [0.5] });
    write({ event: "gradients", step: 4, weights: [], activations: [] });
    expect(await next("gradients")).toMatchObject({ run, step: 4 });
    expect(watch.history.gradients.latest?.step).toBe(4);
    record("paused", 4);
    expect(await next("status")).toMatchObject({ status: "paused", owner: { pid: process.pid } });
    expect(watch.history.view()).toMatchObject({ status: "paused", step: 4 });
    // The end event is written before the process releases the folder, and reported only afterwards.
    write({ event: "end", status: "completed", step: 4 }, steps(5, [0.4]));
    expect(await next("steps")).toMatchObject({ first: 5 });
    expect(watch.history.end).toBeUndefined();
    await lock.release();
    expect(await next("end")).toMatchObject({ status: "completed" });
    expect(watch.history.view()).toMatchObject({ status: "completed", elsewhere: undefined });
  });

  it("continues when it is resumed after an end", async () => {
    const lock = await RunLock.take(run);
    write({ event: "end", status: "stopped", step: 3 });
    expect(await watch.open()).toBe(true);
    const { next } = follow();
    write({ ...start, resumedAt: 2 }, steps(3, [9]));
    expect(await next("start")).toMatchObject({ resumedAt: 2 });
    expect(await next("status")).toMatchObject({ status: "running", owner: { pid: process.pid } });
    expect(watch.history.view()).toMatchObject({ step: 3, loss: 9, elsewhere: { pid: process.pid } });
    record("stopped", 3);
    await lock.release();
    expect(await next("end")).toMatchObject({ status: "stopped", step: 3 });
  });

  it("is interrupted if its process is killed", async () => {
    const trainer: ChildProcess = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(trainer, "spawn");
    writeFileSync(file("owner.json"), JSON.stringify({ pid: trainer.pid, host: hostname(), token: "x" }));
    expect(await watch.open()).toBe(true);
    const { next } = follow();
    trainer.kill("SIGKILL");
    expect(await next("end")).toMatchObject({ status: "interrupted", step: 0 });
  });

  it("reports the machine if it is another one", async () => {
    writeFileSync(file("owner.json"), JSON.stringify({ pid: 7, host: "elsewhere", token: "x" }));
    expect(await watch.open()).toBe(true);
    expect(watch.history.owner).toEqual({ pid: 7, host: "elsewhere" });
  });

  it("is watched even before it has written anything, or if its record is damaged", async () => {
    rmSync(file("metrics.ndjson"));
    writeFileSync(file("run.json"), "{");
    const lock = await RunLock.take(run);
    expect(await watch.open()).toBe(true);
    const { next } = follow();
    await lock.release();
    expect(await next("end")).toMatchObject({ status: "interrupted" });
  });
});

it("reports that no process trains the run", async () => {
  expect(await watch.open()).toBe(false);
  expect(watch.history.end).toMatchObject({ status: "interrupted" });
});

it.each<[string, unknown]>([
  ["null", null],
  ["process id 0", { pid: 0, host: hostname(), token: "x" }],
  ["a process group", { pid: -1, host: hostname(), token: "x" }],
  ["an impossible process id", { pid: 2 ** 52, host: hostname(), token: "x" }],
  ["a string", { pid: "1", host: hostname(), token: "x" }],
  ["too much data", { pid: process.pid, host: hostname(), token: "x".repeat(100_000) }],
])("treats an owner.json with %s as no owner", async (_, owner) => {
  writeFileSync(file("owner.json"), JSON.stringify(owner));
  expect(await watch.open()).toBe(false);
});
