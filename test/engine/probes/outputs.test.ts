import { describe, expect, it } from "vitest";
import { deadUnits } from "../../../engine/probes/deadUnits";
import { outputZeros } from "../../../engine/probes/outputZeros";
import { measureOutput } from "./measure";

// Two samples of three features: the second is 0 in both, the first in one.
const features = { shape: [2, 3], data: [0, 0, 1, 1, 0, 1], units: 1 };
// Two samples of two channels of 1×2: of the first channel only one place is 0 in both.
const channels = { shape: [2, 2, 1, 2], data: [0, 1, 0, 0, 0, 1, 0, 0], units: 1 };

describe("an activation's output", () => {
  it("has a fraction of zeros", async () => {
    expect(await measureOutput(outputZeros, features)).toBeCloseTo(1 / 2, 12);
    expect(await measureOutput(outputZeros, channels)).toBeCloseTo(6 / 8, 12);
  });

  it("has units that are dead only if they are 0 everywhere", async () => {
    expect(await measureOutput(deadUnits, features)).toBeCloseTo(1 / 3, 12);
    expect(await measureOutput(deadUnits, channels)).toBeCloseTo(1 / 2, 12);
  });
});
