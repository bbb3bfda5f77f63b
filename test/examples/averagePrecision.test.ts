import { expect, it } from "vitest";
import { averagePrecision, type Box } from "./averagePrecision";

const box = (image: number, kind: number, left: number): Box => ({
  image,
  kind,
  left,
  top: 0,
  right: left + 2,
  bottom: 2,
});
const truth = [box(0, 0, 0), box(0, 0, 10), box(1, 0, 0), box(1, 1, 0)];
const found = truth.map((object) => ({ ...object, score: 0.9 }));

it("is 1 for the true boxes and 0 for none", () => {
  expect(averagePrecision(found, truth)).toBe(1);
  expect(averagePrecision([], truth)).toBe(0);
});

it("counts a box that overlaps too little, or on another image, as wrong", () => {
  // An intersection over union of 1/3, before two hits: precisions 0, 1/2, 2/3 at recalls 0, 1/3, 2/3.
  const moved = found.toSpliced(2, 1, { ...box(1, 0, 1), score: 1 });
  expect(averagePrecision(moved, truth)).toBeCloseTo(((2 / 3) * (2 / 3) + 1) / 2, 12);
  const elsewhere = found.toSpliced(2, 1, { ...box(2, 0, 0), score: 0.1 });
  expect(averagePrecision(elsewhere, truth)).toBeCloseTo((2 / 3 + 1) / 2, 12);
});

it("drops a second box for the same object, and one of another class counts as wrong there", () => {
  expect(averagePrecision([...found, { ...box(0, 0, 0.1), score: 0.95 }], truth)).toBe(1);
  const other = [...found, { ...box(0, 1, 0), score: 1 }];
  expect(averagePrecision(other, truth)).toBeCloseTo((1 + 1 / 2) / 2, 12);
});
