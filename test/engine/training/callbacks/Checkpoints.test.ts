import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { decodeSafetensors } from "../../../../engine/interop/safetensors";
import { BestEpoch } from "../../../../engine/training/callbacks/BestEpoch";
import { Checkpoints } from "../../../../engine/training/callbacks/Checkpoints";
import { NotFiniteGuard } from "../../../../engine/training/callbacks/NotFiniteGuard";
import { StepReports } from "../../../../engine/training/callbacks/StepReports";
import type { Cursor } from "../../../../engine/training/checkpoint";
import type { TrainingRun } from "../../../../engine/training/TrainingRun";
import { moons } from "../models";
import { useFolder } from "../training";
import { epochOf, openedRun, takeSteps } from "./openedRun";

useFolder();

afterEach(() => {
  vi.restoreAllMocks();
});

function checkpointsOf(run: TrainingRun): Checkpoints {
  return new Checkpoints(run, new NotFiniteGuard(run, new StepReports(run)));
}

/** The result of the current epoch, compared with those before it. */
function compared(run: TrainingRun, loss: number) {
  const result = epochOf(run, loss);
  new BestEpoch(run).epoch(result);
  return result;
}

/** The cursor of a run's checkpoint. */
async function cursorOf(run: TrainingRun, name: string): Promise<Cursor> {
  const bytes = await readFile(join(run.path, "checkpoints", `${name}.safetensors`));
  return JSON.parse(decodeSafetensors(bytes).metadata.netloom!) as Cursor;
}

async function recordOf(run: TrainingRun): Promise<unknown> {
  return JSON.parse(await readFile(join(run.path, "run.json"), "utf8"));
}

it("saves before the first step, so that the run can be resumed from the start", async () => {
  const { run, events } = await openedRun({ text: moons() });
  await checkpointsOf(run).start();
  expect(await cursorOf(run, "last")).toMatchObject({ step: 0 });
  expect(events).toMatchObject([{ event: "checkpoint", kind: "last", step: 0 }]);
  expect(await recordOf(run)).toMatchObject({ status: "running", step: 0 });
});

it("saves every half minute, and not more often", async () => {
  const { run } = await openedRun({ text: moons() });
  vi.spyOn(performance, "now").mockReturnValue(1000);
  const checkpoints = checkpointsOf(run);
  await takeSteps(run, 3);
  expect(checkpoints.afterStep(3, 31_000)).toBeUndefined();
  vi.spyOn(performance, "now").mockReturnValue(31_001);
  await checkpoints.afterStep(3, 31_001);
  expect(await cursorOf(run, "last")).toMatchObject({ step: 3, count: 3 });
  expect(checkpoints.afterStep(4, 61_001)).toBeUndefined();
});

it("saves the best epoch, and the last one unless it was saved just before", async () => {
  const { run } = await openedRun({ text: moons() });
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const checkpoints = checkpointsOf(run);
  await takeSteps(run, 10);
  await checkpoints.epoch(compared(run, 0.5));
  expect(await readdir(join(run.path, "checkpoints"))).toEqual(["best.safetensors"]);
  expect(await cursorOf(run, "best")).toMatchObject({ step: 10, best: { step: 10, loss: 0.5 } });
  await takeSteps(run, 10);
  clock.mockReturnValue(2001);
  await checkpoints.epoch(compared(run, 0.6));
  expect(await cursorOf(run, "best")).toMatchObject({ step: 10 });
  expect(await cursorOf(run, "last")).toMatchObject({ step: 20, best: { step: 10, loss: 0.5 } });
  // An unknown loss is not better.
  await takeSteps(run, 10);
  await checkpoints.epoch(compared(run, NaN));
  expect(await cursorOf(run, "best")).toMatchObject({ step: 10 });
});

it.each(["rest", "end"] as const)("saves at %s, and updates the record", async (hook) => {
  const { run } = await openedRun({ text: moons() });
  const checkpoints = checkpointsOf(run);
  await takeSteps(run, 2);
  if (hook === "rest") run.controller.pause();
  await checkpoints[hook]();
  expect(await cursorOf(run, "last")).toMatchObject({ step: 2 });
  expect(await recordOf(run)).toMatchObject({ status: hook === "rest" ? "paused" : "running", step: 2 });
});

it("ends the run and keeps the last good checkpoint if the weights are not finite, whatever the loss", async () => {
  const { run } = await openedRun({ text: moons() });
  const checkpoints = checkpointsOf(run);
  await checkpoints.start();
  await takeSteps(run, 2);
  await run.opened.plan.session.write({ "hidden.bias": new Float32Array(16).fill(NaN) });
  await expect(checkpoints.end()).rejects.toMatchObject({ code: "loss-not-finite" });
  expect(await cursorOf(run, "last")).toMatchObject({ step: 0 });
});
