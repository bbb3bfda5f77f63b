import { expect, it } from "vitest";
import { gradientHistogram } from "../../../engine/probes/gradientHistogram";
import { histogramBins } from "../../../engine/probes/histogram";
import type { Histogram } from "../../../engine/probes/probe";
import { weightHistogram } from "../../../engine/probes/weightHistogram";
import { measureWeight } from "./measure";

const numbers = Array.from({ length: 200 }, (_, i) => Math.sin(i) * 3 + 1);
const others = numbers.map((_, i) => -i);

it.each([
  [weightHistogram, numbers],
  [gradientHistogram, others],
] as const)("counts every element of its tensor between its ends", async (probe, expected) => {
  const found = await measureWeight(probe, { weight: numbers, gradient: others });
  const { low, high, counts } = found as Histogram;
  expect(low).toBeCloseTo(Math.min(...expected), 12);
  expect(high).toBeCloseTo(Math.max(...expected), 12);
  expect(counts).toHaveLength(histogramBins);
  const width = (high - low) / histogramBins;
  const bin = (value: number) => Math.min(histogramBins - 1, Math.floor((value - low) / width));
  const counted = Array.from(
    { length: histogramBins },
    (_, i) => expected.filter((x) => bin(x) === i).length,
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected.length);
  // An element on the border of two bins may fall into either.
  counts.forEach((count, i) => expect(Math.abs(count - counted[i]!)).toBeLessThanOrEqual(1));
});
