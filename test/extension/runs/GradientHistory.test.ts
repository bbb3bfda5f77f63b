import { describe, expect, it } from "vitest";
import type { GradientsEvent } from "../../../engine/run/events";
import { GradientHistory } from "../../../extension/runs/GradientHistory";

const histogram = { low: -1, high: 1, counts: Array.from({ length: 32 }, (_, index) => index * 100) };
const event = (step: number, weights = 20): GradientsEvent => ({
  event: "gradients",
  run: "/runs/1",
  step,
  weights: Array.from({ length: weights }, (_, index) => ({
    node: `node${index}`,
    name: "weight",
    size: 100,
    gradientNorm: Math.random(),
    weightNorm: Math.random(),
    updateRatio: Math.random(),
    zeroShare: Math.random(),
    notFinite: 0,
    weightHistogram: histogram,
    gradientHistogram: histogram,
  })),
  activations: [],
});

describe("GradientHistory", () => {
  it("thins the older statistics and keeps the newest, oldest first", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 5000; step++) history.append(event(step, 1));
    const kept = history
      .since()
      .flat()
      .map(({ step }) => step);
    expect(kept.length).toBeLessThanOrEqual(160);
    expect(kept[0]).toBe(1);
    expect(kept.slice(-50)).toEqual(Array.from({ length: 50 }, (_, index) => 4951 + index));
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });

  it("keeps fewer statistics of a network of very many weights", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 40; step++) history.append(event(step, 20_000));
    const kept = history.newest(1000).map(({ step }) => step);
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept[0]).toBe(1);
    expect(kept.at(-1)).toBe(40);
  });

  it("gives messages below 100 kB, with the counts of the newest only", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 100; step++) history.append(event(step));
    const messages = history.since();
    expect(Math.max(...messages.map((message) => JSON.stringify(message).length))).toBeLessThan(100_000);
    const counts = messages.flat().map(({ weights }) => weights[0]?.weightHistogram?.counts.length);
    expect(counts.filter((count) => count === 32)).toHaveLength(12);
    expect(counts.at(-1)).toBe(32);
  });

  it("gives what came after a step, and forgets what is said again", () => {
    const history = new GradientHistory();
    for (const step of [10, 20, 30]) history.append(event(step));
    expect(
      history
        .since(10)
        .flat()
        .map(({ step }) => step),
    ).toEqual([20, 30]);
    history.forgetFrom(20);
    expect(history.latest?.step).toBe(10);
  });
});
