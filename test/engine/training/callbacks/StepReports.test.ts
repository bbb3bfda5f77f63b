import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { StepReports } from "../../../../engine/training/callbacks/StepReports";
import { moons } from "../models";
import { stepsOf, useFolder } from "../training";
import { openedRun, takeSteps } from "./openedRun";

useFolder();

afterEach(() => {
  vi.restoreAllMocks();
});

it("collects steps for a while, reports them in one event and writes it to disk", async () => {
  const { run, events } = await openedRun({ text: moons() });
  vi.spyOn(performance, "now").mockReturnValue(1000);
  const reports = new StepReports(run);
  await takeSteps(run, 3);
  expect(reports.afterStep(3, 1060)).toBeUndefined();
  expect(events).toEqual([]);
  await reports.afterStep(3, 1061);
  expect(events).toMatchObject([{ event: "steps", first: 1, epoch: 1, learningRate: 0.01 }]);
  expect(stepsOf(events)).toEqual([1, 2, 3]);
  expect(JSON.parse(await readFile(join(run.path, "metrics.ndjson"), "utf8"))).toEqual(events[0]);
  // Then it starts collecting again.
  expect(reports.afterStep(4, 1121)).toBeUndefined();
  expect(reports.afterStep(4, 1122)).toBeInstanceOf(Promise);
});

it.each(["epoch", "rest", "end"] as const)("reports the remaining steps at %s", async (hook) => {
  const { run, events } = await openedRun({ text: moons() });
  const reports = new StepReports(run);
  await takeSteps(run, 2);
  await reports[hook]();
  expect(stepsOf(events)).toEqual([1, 2]);
  await reports[hook]();
  expect(events).toHaveLength(1);
});

it("reports each step's learning rate if it changes", async () => {
  const { run, events } = await openedRun({ text: moons({ warmup: 4 }) });
  await takeSteps(run, 5);
  await new StepReports(run).settle();
  expect(events).toMatchObject([{ learningRate: 0.01, learningRates: [0.0025, 0.005, 0.0075, 0.01, 0.01] }]);
});

it("reports the speed and the remaining time once they are known", async () => {
  const { run, events } = await openedRun({ text: moons() });
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const reports = new StepReports(run);
  run.throughput.start(0);
  for (const now of [1000, 2000]) {
    await takeSteps(run, 10);
    clock.mockReturnValue(now);
    await reports.settle();
  }
  // 20 of 40 steps of 16 samples in two seconds.
  expect(events).toMatchObject([
    { seconds: 1 },
    { seconds: 2, samplesPerSecond: 160, secondsLeft: 2, epoch: 2 },
  ]);
});
