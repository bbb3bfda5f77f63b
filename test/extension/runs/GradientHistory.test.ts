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
  it("thins out older statistics and keeps the newest, oldest first", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 5000; step++) history.append(event(step, 1));
    const stored = history
      .since()
      .flat()
      .map(({ step }) => step);
    expect(stored.length).toBeLessThanOrEqual(160);
    expect(stored[0]).toBe(1);
    expect(stored.slice(-50)).toEqual(Array.from({ length: 50 }, (_, index) => 4951 + index));
    expect(stored).toEqual([...stored].sort((a, b) => a - b));
  });

  it("stores fewer events of a network with very many weights", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 40; step++) history.append(event(step, 20_000));
    const stored = history.newest(1000).map(({ step }) => step);
    expect(stored.length).toBeLessThanOrEqual(10);
    expect(stored[0]).toBe(1);
    expect(stored.at(-1)).toBe(40);
  });

  it("returns messages below 100 kB, with histogram counts for the newest events only", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 100; step++) history.append(event(step));
    const messages = history.since();
    expect(Math.max(...messages.map((message) => JSON.stringify(message).length))).toBeLessThan(100_000);
    const counts = messages.flat().map(({ weights }) => weights[0]?.weightHistogram?.counts.length);
    expect(counts.filter((count) => count === 32)).toHaveLength(12);
    expect(counts.at(-1)).toBe(32);
  });

  it("returns the events after a step, and drops those that a resumed run repeats", () => {
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
