import { describe, expect, it } from "vitest";
import { split } from "../../../engine/data/split";

describe("split", () => {
  it("gives every sample to exactly one part", () => {
    const { train, validation } = split(101, { validation: 0.2, seed: 3, ordered: false });
    expect([train.length, validation.length]).toEqual([81, 20]);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: 101 }, (_, i) => i));
  });

  it("depends only on the seed", () => {
    const part = (seed: number) => [...split(50, { validation: 0.5, seed, ordered: false }).validation];
    expect(part(1)).toEqual(part(1));
    expect(part(1)).not.toEqual(part(2));
  });

  it("holds out the end of a time series", () => {
    const { train, validation } = split(10, { validation: 0.3, seed: 0, ordered: true });
    expect([[...train], [...validation]]).toEqual([
      [0, 1, 2, 3, 4, 5, 6],
      [7, 8, 9],
    ]);
  });

  it("leaves at least one training sample, and may leave no validation samples", () => {
    expect(split(1, { validation: 0.9, seed: 0, ordered: false }).train.length).toBe(1);
    expect(split(2, { validation: 0.99, seed: 0, ordered: false }).train.length).toBe(1);
    expect(split(4, { validation: 0, seed: 0, ordered: false }).validation.length).toBe(0);
  });

  it("takes validation samples uniformly from the whole dataset", () => {
    let sum = 0;
    for (let seed = 0; seed < 200; seed++)
      for (const sample of split(100, { validation: 0.1, seed, ordered: false }).validation) sum += sample;
    // The mean of 2,000 draws from 0 … 99: 49.5 within four standard errors of 0.65.
    expect(Math.abs(sum / 2000 - 49.5)).toBeLessThan(2.6);
  });
});
