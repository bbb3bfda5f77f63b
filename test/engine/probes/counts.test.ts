import { expect, it } from "vitest";
import { gradientZeros } from "../../../engine/probes/gradientZeros";
import { notFinite } from "../../../engine/probes/notFinite";
import { measureWeight } from "./measure";

it("the zeros of a gradient are those that are exactly 0", async () => {
  const gradient = [0, -0, 1e-30, 2];
  expect(await measureWeight(gradientZeros, { weight: [0, 0, 0, 0], gradient })).toBe(0.5);
});

it("elements that are not finite are counted in weight and gradient", async () => {
  expect(await measureWeight(notFinite, { weight: [1, 2], gradient: [3e38, -3e38] })).toBe(0);
  expect(await measureWeight(notFinite, { weight: [NaN, 2], gradient: [Infinity, -Infinity] })).toBe(3);
});
