import { describe, expect, it } from "vitest";
import { RunHistory } from "../../../extension/runs/RunHistory";
import type { EpochEvent, RunEvent, StartEvent, StepsEvent } from "../../../engine/run/events";

const run = "/runs/1";
const start = (resumedAt = 0): StartEvent => ({
  event: "start",
  run,
  model: "mlp",
  device: { kind: "cpu", name: "CPU" },
  parameters: 10,
  batchSize: 4,
  epochs: 2,
  stepsPerEpoch: 50,
  steps: 100,
  resumedAt,
  trainSamples: 200,
  validationSamples: 50,
  metrics: ["accuracy"],
});
const steps = (first: number, count: number, epoch = 1): StepsEvent => ({
  event: "steps",
  run,
  first,
  loss: Array.from({ length: count }, (_, index) => first + index),
  metrics: { accuracy: Array.from({ length: count }, (_, index) => (first + index) / 1000) },
  epoch,
  learningRate: 0.1,
  samplesPerSecond: 100,
  secondsLeft: 1,
});
const epoch = (number: number, step: number): EpochEvent => ({
  event: "epoch",
  run,
  epoch: number,
  step,
  train: { loss: 1 },
});
const all = (history: RunHistory): RunEvent[] => [...history.snapshot()].flat();
const losses = (history: RunHistory) =>
  all(history).flatMap((event) => (event.event === "steps" ? event.loss : []));

describe("RunHistory", () => {
  it("replays the events in order, with the steps of an epoch joined", () => {
    const history = new RunHistory();
    const events = [start(), steps(1, 20), steps(21, 30), epoch(1, 50), steps(51, 50, 2), epoch(2, 100)];
    for (const event of events) history.append(event);
    expect(all(history)).toEqual([start(), steps(1, 50), epoch(1, 50), steps(51, 50, 2), epoch(2, 100)]);
    expect(history.step).toBe(100);
    expect(history.view()).toMatchObject({ status: "running", step: 100, steps: 100, epoch: 2, loss: 100 });
  });

  it("keeps the newest of each panel, each in a message of its own, and those before the step of a resumed run", () => {
    const history = new RunHistory();
    const panel = (node: string, step: number): RunEvent => ({
      event: "panel",
      run,
      panel: "points",
      node,
      step,
      content: { show: "points", groups: [], range: [0, 1, 0, 1] },
    });
    for (const event of [start(), panel("a", 0), steps(1, 50), panel("a", 50), panel("b", 10)])
      history.append(event);
    expect([...history.snapshot()].slice(1)).toEqual([[panel("a", 50)], [panel("b", 10)]]);
    history.append(start(40));
    expect(all(history).filter(({ event }) => event === "panel")).toEqual([panel("b", 10)]);
  });

  it("replaces steps, epochs and checkpoints that a resumed run repeats", () => {
    const history = new RunHistory();
    for (const event of [start(), steps(1, 50), epoch(1, 50), steps(51, 30, 2)]) history.append(event);
    history.append({ event: "end", run, status: "interrupted", step: 80 });
    history.prepare();
    expect(history.view().status).toBe("preparing");
    history.append(start(40));
    expect(history.step).toBe(40);
    history.append(steps(41, 5));
    expect(losses(history)).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
    expect(all(history).some((event) => event.event === "epoch" || event.event === "end")).toBe(false);
  });

  it("splits 200,000 steps into messages below 100 kB", () => {
    const history = new RunHistory();
    history.append({ ...start(), steps: 200_000 });
    for (let first = 1; first <= 200_000; first += 100)
      history.append({ ...steps(first, 100), loss: Array.from({ length: 100 }, () => Math.random()) });
    const messages = [...history.snapshot()];
    expect(Math.max(...messages.map((events) => JSON.stringify(events).length))).toBeLessThan(100_000);
    expect(messages.length).toBeLessThan(150);
    expect(losses(history)).toHaveLength(200_000);
    expect(history.view().recentLoss).toHaveLength(60);
  });

  it("reads null, which is how JSON represents NaN, as NaN", () => {
    const history = new RunHistory();
    history.append(start());
    history.append({ ...steps(1, 3), loss: JSON.parse("[1, null, 3]") as number[] });
    expect(losses(history)).toEqual([1, NaN, 3]);
    expect(history.view().recentLoss).toEqual([1, 3]);
  });

  it("shows the loss of each objective, and none for one that does not run any more", () => {
    const history = new RunHistory();
    history.append({ ...start(), objectives: [{ name: "pretrain" }, { name: "tune" }, { name: "later" }] });
    const metrics = { "pretrain/loss": [3, 2, NaN], "tune/loss": [NaN, NaN, 5] };
    history.append({ ...steps(1, 3), metrics });
    expect(history.view().objectives).toEqual({
      pretrain: { loss: undefined, recentLoss: [3, 2] },
      tune: { loss: 5, recentLoss: [5] },
      later: { loss: undefined, recentLoss: [] },
    });
  });

  it("pads metrics that start late", () => {
    const history = new RunHistory();
    history.append({ ...steps(1, 2), metrics: {} });
    history.append(steps(3, 1));
    const [event] = all(history);
    expect(event).toMatchObject({ metrics: { accuracy: [NaN, NaN, 0.003] } });
  });

  it("stores the learning rate of each step if it changes", () => {
    const history = new RunHistory();
    history.append(start());
    for (const first of [1, 4, 7])
      history.append({
        ...steps(first, 3),
        learningRates: [first, first + 1, first + 2].map((n) => n / 100),
      });
    const rates = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n / 100);
    expect(all(history).at(-1)).toMatchObject({ first: 1, learningRates: rates });
    history.append({ ...steps(5, 1), learningRates: [0.5] });
    expect(all(history).at(-1)).toMatchObject({ learningRates: [...rates.slice(0, 4), 0.5] });
  });

  it("reports why a run failed", () => {
    const history = new RunHistory();
    history.append(start());
    history.append({ event: "end", run, status: "failed", step: 3, error: { code: "x", message: "No." } });
    expect(history.view()).toMatchObject({ status: "failed", message: "No." });
  });
});

it("includes the phase of preparation in a snapshot until the run starts", () => {
  const history = new RunHistory();
  history.prepare();
  const preparing = { event: "preparing", run: "", phase: "compile" } as const;
  history.append(preparing);
  expect([...history.snapshot()].flat()).toContainEqual(preparing);
  history.append(start());
  expect([...history.snapshot()].flat()).not.toContainEqual(preparing);
});
