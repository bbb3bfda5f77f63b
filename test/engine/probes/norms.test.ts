import { expect, it } from "vitest";
import { gradientNorm } from "../../../engine/probes/gradientNorm";
import { updateRatio } from "../../../engine/probes/updateRatio";
import { weightNorm } from "../../../engine/probes/weightNorm";
import { measureWeight } from "./measure";

it("a gradient's norm is that of the gradient alone", async () => {
  expect(await measureWeight(gradientNorm, { weight: [9, 9], gradient: [3, -4] })).toBeCloseTo(5, 12);
});

it("a weight's norm is that before the step", async () => {
  expect(await measureWeight(weightNorm, { weight: [3, -4], next: [9, 9] })).toBeCloseTo(5, 12);
});

it("the update ratio is the change's norm over the weight's", async () => {
  expect(await measureWeight(updateRatio, { weight: [3, -4], next: [3, -4.5] })).toBeCloseTo(0.1, 12);
  expect(await measureWeight(updateRatio, { weight: [3, -4] })).toBe(0);
  // A weight of 0, as a bias starts, has no ratio that says anything.
  expect(await measureWeight(updateRatio, { weight: [0, 0], next: [1, 1] })).toBe(0);
});
