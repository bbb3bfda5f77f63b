import { expect, it } from "vitest";
import type { RunEvent } from "../../../../engine/run/events";
import { RunReader } from "../../../../engine/runFolder/RunReader";
import { LivePanels } from "../../../../engine/training/callbacks/LivePanels";
import type { TrainingRun } from "../../../../engine/training/TrainingRun";
import { moons } from "../models";
import { lastCheckpoint, train, useFolder } from "../training";
import { openedRun, takeSteps } from "./openedRun";

useFolder();

const panelsIn = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.event === "panel" ? [event] : []));

async function loggedIn(run: TrainingRun): Promise<RunEvent[]> {
  await run.opened.folder.flush();
  const logged: RunEvent[] = [];
  await new RunReader(run.path).readNew((event) => logged.push(event));
  return logged;
}

it("computes nothing while nobody watches", async () => {
  const { run, events } = await openedRun({ text: moons() });
  const panels = new LivePanels(run);
  await takeSteps(run, 1);
  expect(panels.afterStep(1, Infinity)).toBeUndefined();
  expect(panels.rest()).toBeUndefined();
  expect(panels.end()).toBeUndefined();
  expect(events).toEqual([]);
});

it("reports at most as often as the gap allows, and when the run rests", async () => {
  const { run, events } = await openedRun({ text: moons() });
  const panels = new LivePanels(run);
  run.panels.watched = true;
  await takeSteps(run, 1);
  await panels.afterStep(1, 0);
  expect(panels.afterStep(1, performance.now())).toBeUndefined();
  expect(panelsIn(events)).toHaveLength(1);
  await panels.rest();
  expect(panelsIn(events)).toHaveLength(2);
});

it("logs only the last ones, which are read again as they were", async () => {
  const { run, events } = await openedRun({ text: moons() });
  const panels = new LivePanels(run);
  run.panels.watched = true;
  await takeSteps(run, 1);
  await panels.afterStep(1, Infinity);
  await takeSteps(run, 2);
  run.panels.watched = false;
  await panels.end();
  const [, last] = panelsIn(events);
  expect(last?.step).toBe(3);
  expect(panelsIn(await loggedIn(run))).toEqual([last]);
});

it("trains to the same numbers, to the bit, with and without", async () => {
  const text = moons({ ema: 0.9 });
  const runs: { loss: unknown[]; tensors: unknown; steps: number[] }[] = [];
  for (const watched of [false, true]) {
    let steps = 0;
    const { events, end } = await train({ text }, (event, trainer) => {
      if (event.event === "start") trainer.showPanels(watched);
      // A rest reports too.
      if (event.event === "steps" && steps++ === 0) trainer.pause();
      if (event.event === "status" && event.status === "paused") trainer.resume();
    });
    expect(end.status).toBe("completed");
    runs.push({
      loss: events.flatMap((event) => (event.event === "steps" ? event.loss : [])),
      tensors: await lastCheckpoint(end.run),
      steps: panelsIn(events).map(({ step }) => step),
    });
  }
  const [without, watched] = runs;
  expect(without!.steps).toEqual([]);
  expect(watched!.steps.length).toBeGreaterThan(1);
  expect(watched!.loss).toEqual(without!.loss);
  expect(watched!.tensors).toEqual(without!.tensors);
});

it("continues without panels if there is no memory for them or they fail, with one warning", async () => {
  const { run, events } = await openedRun({ text: moons() });
  run.panels.watched = true;
  const panels = new LivePanels(run, () => false);
  await takeSteps(run, 1);
  await panels.afterStep(1, 1);
  expect(panels.afterStep(1, Number.MAX_VALUE)).toBeUndefined();
  expect(panels.end()).toBeUndefined();
  expect(events).toMatchObject([{ event: "warning", code: "no-room-for-panels" }]);

  const failing = new LivePanels(run, () => {
    throw new Error("The device is gone.");
  });
  await failing.afterStep(1, 1);
  expect(failing.end()).toBeUndefined();
  expect(events.at(-1)).toMatchObject({
    code: "no-panels",
    message: expect.stringContaining("gone") as string,
  });
});
