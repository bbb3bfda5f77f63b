import { expect, it } from "vitest";
import type { GradientsEvent } from "../../../engine/run/events";
import { receive, useGradients } from "../../../webview/gradients/stores";

const histogram = { low: -1, high: 1, counts: [1, 2] };
const event = (step: number): GradientsEvent => ({
  event: "gradients",
  run: "/runs/1",
  step,
  weights: [
    {
      node: "a",
      name: "weight",
      size: 2,
      gradientNorm: 1,
      weightNorm: 1,
      updateRatio: 0.1,
      zeroShare: 0,
      notFinite: 0,
      weightHistogram: histogram,
      gradientHistogram: histogram,
    },
  ],
  activations: [],
});
const show = (run: string) =>
  receive({
    kind: "run",
    run,
    name: "mnist",
    history: [event(10)],
    every: 10,
    largest: {},
    loss: undefined,
    network: undefined,
  });
const step = () => useGradients.getState().history.step;

it("ignores statistics and selections of runs that are not shown", () => {
  show("1");
  receive({ kind: "gradients", run: "1", event: event(20), loss: undefined });
  expect(step()).toBe(20);
  show("2");
  receive({ kind: "gradients", run: "1", event: event(30), loss: undefined });
  receive({ kind: "select", run: "1", nodes: ["a"] });
  expect(step()).toBe(10);
  expect(useGradients.getState().nodes.size).toBe(0);
  receive({ kind: "select", run: "2", nodes: ["a"] });
  expect([...useGradients.getState().nodes]).toEqual(["a"]);
});
