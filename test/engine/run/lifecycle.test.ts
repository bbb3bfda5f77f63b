import { expect, it } from "vitest";
import type { RunEvent, StartEvent } from "../../../engine/run/events";
import { afterEvent, isLive, type Lifecycle, prepared, unknownRun } from "../../../engine/run/lifecycle";

const run = "/runs/1";
const start: StartEvent = {
  event: "start",
  run,
  model: "/m.nn.json",
  device: { kind: "cpu", name: "CPU" },
  parameters: 1,
  batchSize: 1,
  epochs: 1,
  stepsPerEpoch: 10,
  steps: 10,
  resumedAt: 0,
  trainSamples: 10,
  validationSamples: 0,
  metrics: [],
};
const steps: RunEvent = {
  event: "steps",
  run,
  first: 1,
  loss: [1],
  metrics: {},
  epoch: 1,
  learningRate: 0.1,
  samplesPerSecond: 1,
  secondsLeft: 1,
};
const status = (status: "paused" | "running", owner?: { pid: number }): RunEvent => ({
  event: "status",
  run,
  status,
  ...(owner && { owner }),
});
const end: RunEvent = { event: "end", run, status: "stopped", step: 1 };
const after = (...events: readonly RunEvent[]): Lifecycle => events.reduce(afterEvent, prepared(unknownRun));

it("is prepared until the first step, and says with what until it has started", () => {
  const preparing = after({ event: "preparing", run: "", phase: "compile" });
  expect(preparing).toMatchObject({ status: "preparing", phase: "compile" });
  expect(afterEvent(preparing, start)).toMatchObject({ status: "preparing", phase: undefined, start });
  expect(after(start, steps).status).toBe("running");
});

it("stays paused while the last steps of the queue still arrive", () => {
  expect(after(start, steps, status("paused"), steps).status).toBe("paused");
});

it("is live from the request to the end, and again when it is resumed", () => {
  expect(isLive(unknownRun)).toBe(false);
  expect(isLive(after())).toBe(true);
  const ended = after(start, steps, end);
  expect([isLive(ended), ended.status]).toEqual([false, "stopped"]);
  expect(prepared(ended)).toEqual({ ...unknownRun, status: "preparing", start });
  expect(isLive(after(start, end, start))).toBe(true);
});

it("has an owner elsewhere until it ends", () => {
  const watched = after(start, status("running", { pid: 7 }), steps);
  expect(watched.owner).toEqual({ pid: 7 });
  expect(afterEvent(watched, end).owner).toBeUndefined();
});
