import { expect, it } from "vitest";
import { RunReader } from "../../../../engine/runFolder/RunReader";
import type { GradientsEvent, RunEvent } from "../../../../engine/run/events";
import { GradientStatistics } from "../../../../engine/training/callbacks/GradientStatistics";
import type { TrainingRun } from "../../../../engine/training/TrainingRun";
import { moons } from "../models";
import { useFolder } from "../training";
import { openedRun, takeSteps } from "./openedRun";

useFolder();

/** Takes steps and calls the callback before each, as the training loop does. */
async function takeWith(run: TrainingRun, callback: GradientStatistics, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    const [first] = run.opened.plan.timetable.stageOf(run.step).runs;
    await callback.beforeStep(await run.opened.plan.batch(run.step), run.step, first!);
    await takeSteps(run, 1);
  }
}

const gradientsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.event === "gradients" ? [event] : []));

it("continues without statistics if there is no memory for them, with one warning", async () => {
  const { run, events } = await openedRun({ text: moons({ epochs: 100_000 }) });
  const callback = new GradientStatistics(run, () => false);
  for (let asked = 0; asked < 2; asked++) {
    run.statistics.every = 1;
    await takeWith(run, callback, 20);
    expect(run.statistics.every).toBe(0);
  }
  expect(run.step).toBe(40);
  expect(gradientsOf(events)).toEqual([]);
  const warnings = events.filter((event) => event.event === "warning");
  expect(warnings).toMatchObject([{ code: "no-room-for-statistics" }]);
});

it("takes no statistics if none are requested", async () => {
  const { run } = await openedRun({ text: moons() });
  const callback = new GradientStatistics(run);
  const { batch, timetable } = run.opened.plan;
  expect(callback.beforeStep(await batch(0), 0, timetable.stageOf(0).runs[0]!)).toBeUndefined();
});

it("takes statistics at the given interval, and of the last step", async () => {
  const { run, events } = await openedRun({ text: moons(), probeEvery: 4, steps: 11 });
  await takeWith(run, new GradientStatistics(run), 11);
  expect(gradientsOf(events).map(({ step }) => step)).toEqual([1, 5, 9, 11]);
});

it("takes statistics less often if they would be too frequent to read", async () => {
  const { run, events } = await openedRun({ text: moons(), probeEvery: 1, steps: 40 });
  // 50 steps per second.
  run.throughput.start(0);
  run.throughput.mark(0, 1000);
  run.throughput.mark(50, 2000);
  await takeWith(run, new GradientStatistics(run), 39);
  const steps = gradientsOf(events).map(({ step }) => step);
  expect(steps.length).toBeGreaterThan(1);
  for (const [i, step] of steps.slice(1).entries()) expect(step - steps[i]!).toBeGreaterThanOrEqual(15);
});

it("logs only some statistics, at growing intervals and without histogram counts, and the last ones", async () => {
  const { run, events } = await openedRun({ text: moons(), probeEvery: 1, steps: 40 });
  await takeWith(run, new GradientStatistics(run), 40);
  expect(gradientsOf(events)).toHaveLength(40);
  await run.opened.folder.flush();
  const logged: GradientsEvent[] = [];
  await new RunReader(run.path).readNew((event) => logged.push(...gradientsOf([event])));
  expect(logged.length).toBeLessThan(30);
  expect(logged.at(-1)!.step).toBe(40);
  for (const { weights } of logged)
    for (const { weightHistogram } of weights) expect(weightHistogram?.counts).toEqual([]);
});
