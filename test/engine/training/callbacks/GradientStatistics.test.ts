import { expect, it } from "vitest";
import { RunReader } from "../../../../engine/runFolder/RunReader";
import type { GradientsEvent, RunEvent } from "../../../../engine/run/events";
import { GradientStatistics } from "../../../../engine/training/callbacks/GradientStatistics";
import type { TrainingRun } from "../../../../engine/training/TrainingRun";
import { moons } from "../models";
import { useFolder } from "../training";
import { openedRun, takeSteps } from "./openedRun";

useFolder();

/** Takes steps, before each of which the callback is called as the loop does. */
async function offered(run: TrainingRun, callback: GradientStatistics, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    await callback.beforeStep(await run.opened.plan.batch(run.step), run.step);
    await takeSteps(run, 1);
  }
}

const gradientsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.event === "gradients" ? [event] : []));

it("trains on without statistics that there is no memory for, and says so once", async () => {
  const { run, events } = await openedRun({ text: moons({ epochs: 100_000 }) });
  const callback = new GradientStatistics(run, () => false);
  for (let asked = 0; asked < 2; asked++) {
    run.statistics.every = 1;
    await offered(run, callback, 20);
    expect(run.statistics.every).toBe(0);
  }
  expect(run.step).toBe(40);
  expect(gradientsOf(events)).toEqual([]);
  const warnings = events.filter((event) => event.event === "warning");
  expect(warnings).toMatchObject([{ code: "no-room-for-statistics" }]);
});

it("takes none where none are asked for", async () => {
  const { run } = await openedRun({ text: moons() });
  const callback = new GradientStatistics(run);
  expect(callback.beforeStep(await run.opened.plan.batch(0), 0)).toBeUndefined();
});

it("takes them of every so many steps, and of the last", async () => {
  const { run, events } = await openedRun({ text: moons(), probeEvery: 4, steps: 11 });
  await offered(run, new GradientStatistics(run), 11);
  expect(gradientsOf(events).map(({ step }) => step)).toEqual([1, 5, 9, 11]);
});

it("rests where they would come faster than anybody can look", async () => {
  const { run, events } = await openedRun({ text: moons(), probeEvery: 1, steps: 40 });
  // 50 steps a second.
  run.throughput.start(0);
  run.throughput.mark(0, 1000);
  run.throughput.mark(50, 2000);
  await offered(run, new GradientStatistics(run), 39);
  const steps = gradientsOf(events).map(({ step }) => step);
  expect(steps.length).toBeGreaterThan(1);
  for (const [i, step] of steps.slice(1).entries()) expect(step - steps[i]!).toBeGreaterThanOrEqual(15);
});

it("logs ever fewer of them, without their histograms, and the last one", async () => {
  const { run, events } = await openedRun({ text: moons(), probeEvery: 1, steps: 40 });
  await offered(run, new GradientStatistics(run), 40);
  expect(gradientsOf(events)).toHaveLength(40);
  await run.opened.folder.flush();
  const logged: GradientsEvent[] = [];
  await new RunReader(run.path).readNew((event) => logged.push(...gradientsOf([event])));
  expect(logged.length).toBeLessThan(30);
  expect(logged.at(-1)!.step).toBe(40);
  for (const { weights } of logged)
    for (const { weightHistogram } of weights) expect(weightHistogram?.counts).toEqual([]);
});
