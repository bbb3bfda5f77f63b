import { expect, it } from "vitest";
import { LearningRateSchedule } from "../../../../engine/training/callbacks/LearningRateSchedule";
import { moons } from "../models";
import { train, useFolder } from "../training";
import { epochOf, openedRun, takeSteps } from "./openedRun";

useFolder();

const plateau = moons({
  optimizer: { type: "SGD", learningRate: 0.1 },
  schedule: { type: "ReduceLROnPlateau", patience: 0, factor: 0.5 },
});

it("passes each epoch's loss to a schedule that watches it", async () => {
  const { run } = await openedRun({ text: plateau });
  const schedule = new LearningRateSchedule(run);
  const { learningRate } = run.opened.plan.objectives[0]!;
  for (const loss of [1, 0.5, 0.5]) {
    await takeSteps(run, 10);
    schedule.epoch(epochOf(run, loss));
  }
  expect([10, 20, 30, 31].map((step) => learningRate.at(step))).toEqual([0.1, 0.1, 0.1, 0.05]);
});

it("restores the schedule's state in a resumed run", async () => {
  const worse = moons({
    optimizer: { type: "SGD", learningRate: 0.1 },
    schedule: { type: "ReduceLROnPlateau", patience: 0, factor: 0.5, threshold: 1, thresholdMode: "abs" },
  });
  const { end } = await train({ text: worse, steps: 20 });
  const { run } = await openedRun({ text: worse, resume: end.run });
  const { learningRate } = run.opened.plan.objectives[0]!;
  new LearningRateSchedule(run);
  expect(learningRate.at(21)).toBe(0.05);
});
