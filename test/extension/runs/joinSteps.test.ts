import { expect, it } from "vitest";
import type { StepsEvent } from "../../../engine/run/events";
import { joinSteps } from "../../../extension/runs/joinSteps";

const steps = (first: number, loss: readonly number[], epoch = 1): StepsEvent => ({
  event: "steps",
  run: "/runs/1",
  first,
  loss,
  metrics: { accuracy: loss.map((value) => value / 10) },
  epoch,
  learningRate: 0.1,
  learningRates: loss.map((_, i) => (first + i) / 100),
  samplesPerSecond: 100,
  secondsLeft: first,
});

it("joins consecutive steps, with every list as long as the losses", () => {
  expect(joinSteps([steps(1, [5, 4]), steps(3, [3])])).toEqual([
    { ...steps(1, [5, 4, 3]), secondsLeft: 3, learningRates: [0.01, 0.02, 0.03] },
  ]);
});

it("does not join across a gap, the end of an epoch or another event", () => {
  const status = { event: "status", run: "/runs/1", status: "paused" } as const;
  const events = [steps(1, [5]), steps(3, [4]), steps(4, [3], 2), status, steps(5, [2], 2)];
  expect(joinSteps(events)).toEqual(events);
});
