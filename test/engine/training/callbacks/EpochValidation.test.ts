import { expect, it } from "vitest";
import { EpochValidation } from "../../../../engine/training/callbacks/EpochValidation";
import { moons } from "../models";
import { useFolder } from "../training";
import { epochOf, openedRun, takeSteps } from "./openedRun";

useFolder();

it("reports an epoch, and uses its validation loss to compare epochs", async () => {
  const { run, events } = await openedRun({ text: moons() });
  await takeSteps(run, 10);
  const result = epochOf(run);
  await new EpochValidation(run).epoch(result);
  const [epoch] = events.flatMap((event) => (event.event === "epoch" ? [event] : []));
  expect(epoch).toMatchObject({ epoch: 1, step: 10, run: run.path });
  expect(result.loss).toBe(epoch!.validation!.loss);
  expect(result.loss).not.toBe(epoch!.train.loss);
});

it("resets its totals for each epoch", async () => {
  const { run, events } = await openedRun({ text: moons() });
  const validation = new EpochValidation(run);
  for (let epoch = 0; epoch < 2; epoch++) {
    await takeSteps(run, 10);
    await validation.epoch(epochOf(run));
  }
  const [first, second] = events.flatMap((event) => (event.event === "epoch" ? [event.train.loss] : []));
  expect(run.log.save().count).toBe(0);
  expect(second).not.toBe(first);
});

it("uses the training loss if nothing is held out", async () => {
  const text = moons({}, { data: { type: "Dataset", source: "moons", samples: 200, validation: 0 } });
  const { run, events } = await openedRun({ text });
  await takeSteps(run, run.opened.plan.stepsPerEpoch);
  const result = epochOf(run);
  await new EpochValidation(run).epoch(result);
  const [epoch] = events.flatMap((event) => (event.event === "epoch" ? [event] : []));
  expect(epoch!.validation).toBeUndefined();
  expect(result.loss).toBe(epoch!.train.loss);
});
