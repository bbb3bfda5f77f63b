import { expect, it } from "vitest";
import { Checkpoints } from "../../../../engine/training/callbacks/Checkpoints";
import { NotFiniteGuard } from "../../../../engine/training/callbacks/NotFiniteGuard";
import { StepReports } from "../../../../engine/training/callbacks/StepReports";
import { moons } from "../models";
import { stepsOf, useFolder } from "../training";
import { openedRun, takeSteps } from "./openedRun";

useFolder();

const diverging = moons({ optimizer: { type: "SGD", learningRate: 1e20 } });
const hooks = ["afterStep", "epoch", "rest", "end"] as const;

/** A run that has taken steps up to the first one whose loss is not finite. */
async function divergedRun() {
  const { run, events } = await openedRun({ text: diverging });
  const guard = new NotFiniteGuard(run, new StepReports(run));
  await new Checkpoints(run, guard).start();
  while (run.log.notFinite === undefined && run.step < 20) await takeSteps(run, 1);
  return { run, guard, events };
}

it("ignores a run whose loss is finite", async () => {
  const { run } = await openedRun({ text: moons() });
  const guard = new NotFiniteGuard(run, new StepReports(run));
  await takeSteps(run, 2);
  for (const hook of hooks) expect(guard[hook]()).toBeUndefined();
});

it.each(hooks)(
  "ends a run whose loss is not finite at %s, after its good steps are reported",
  async (hook) => {
    const { run, guard, events } = await divergedRun();
    await expect(guard[hook]()).rejects.toMatchObject({ code: "loss-not-finite" });
    expect(stepsOf(events)).toEqual(Array.from({ length: run.step - 1 }, (_, i) => i + 1));
  },
);

it("names the node where it happened, and does not report the steps that it repeats to find it", async () => {
  const { run, guard, events } = await divergedRun();
  const { notFinite } = run.log;
  await expect(guard.check()).rejects.toMatchObject({
    details: { nodeId: expect.stringMatching(/hidden|logits|loss/) as string },
  });
  expect(run.log.notFinite).toBe(notFinite);
  expect(new Set(stepsOf(events)).size).toBe(stepsOf(events).length);
});

it("does not search once the run is asked to end", async () => {
  const { run, guard } = await divergedRun();
  run.controller.end("stopped");
  const error: unknown = await guard.check()?.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "loss-not-finite" });
  expect((error as { details: { nodeId?: string } }).details.nodeId).toBeUndefined();
});
