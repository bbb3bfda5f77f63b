import { expect, it } from "vitest";
import { GrowingGaps } from "../../../engine/training/GrowingGaps";

it.each([1, 7, 20, 1000])("keeps selecting steps to the end if every %i steps are offered", (every) => {
  const gaps = new GrowingGaps();
  const taken: number[] = [];
  for (let step = 0; step <= 1_000_000; step += every) if (gaps.takes(step)) taken.push(step);
  expect(taken[0]).toBe(0);
  expect(taken.length).toBeLessThan(160);
  expect(1_000_000 / taken.at(-1)!).toBeLessThan(1.2);
  for (const [index, step] of taken.entries())
    if (index > 1) expect(step - taken[index - 1]!).toBeLessThanOrEqual(0.1 * taken[index - 1]! + every + 1);
});
