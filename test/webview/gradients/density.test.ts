import { describe, expect, it } from "vitest";
import { density, isDrawable, symmetricRange } from "../../../webview/gradients/density";

describe("density", () => {
  it("is 1 at the fullest bin, interpolated between bin centres, and 0 outside", () => {
    const histogram = { low: -1, high: 1, counts: [2, 4] };
    expect(density(histogram, -2, 2, 9)).toEqual([0, 0, 0.25, 0.5, 0.75, 1, 0.5, 0, 0]);
  });

  it("draws a single value as one spike", () => {
    expect(density({ low: 0, high: 0, counts: [7, 0] }, -1, 1, 5)).toEqual([0, 0, 1, 0, 0]);
  });

  it("does not draw a histogram that is not finite or is empty", () => {
    expect(isDrawable({ low: NaN, high: 1, counts: [1] })).toBe(false);
    expect(isDrawable({ low: 0, high: 1, counts: [] })).toBe(false);
    expect(isDrawable({ low: 0, high: 1, counts: [0, 1] })).toBe(true);
  });
});

describe("symmetricRange", () => {
  it("covers nearly all of every histogram, but not one outlier among thousands", () => {
    const plain = { low: -1, high: 3, counts: [50, 50, 50, 50] };
    expect(symmetricRange([plain])).toBeCloseTo(3.6, 9);
    const outlier = { low: 0, high: 100, counts: [10_000, 0, 0, 0, 0, 0, 0, 0, 0, 1] };
    expect(symmetricRange([outlier])).toBeCloseTo(12, 9);
  });

  it("is never empty", () => {
    expect(symmetricRange([{ low: 0, high: 0, counts: [5] }])).toBe(1);
  });
});
