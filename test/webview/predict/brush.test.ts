import { expect, it } from "vitest";
import { brushRadius, stroke, type Drawing } from "../../../webview/predict/brush";

const paper = (side: number, channels: 1 | 3 = 1): Drawing => ({
  width: side,
  height: side,
  channels,
  bytes: new Uint8Array(side * side * channels),
});

it("draws a line that is white inside and fades at its edge", () => {
  const drawing = paper(28);
  stroke(drawing, [4, 14.5], [24, 14.5], [255]);
  const at = (x: number, y: number) => drawing.bytes[y * 28 + x]!;
  const radius = brushRadius(drawing);
  for (let y = 0; y < 28; y++) {
    // The share of a pixel that is as far from the line.
    const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.abs(y - 14)));
    expect(at(14, y), `row ${y}`).toBe(Math.round(255 * cover));
  }
  expect(at(14, 14)).toBe(255);
  expect(at(14, 15)).toBeGreaterThan(0);
  // Round ends.
  expect(at(1, 14)).toBe(0);
  expect(at(3, 14)).toBeGreaterThan(0);
});

it("never makes grey darker, and changes nothing outside the paper", () => {
  const drawing = paper(8);
  stroke(drawing, [4, 4], [4, 4], [255]);
  const before = [...drawing.bytes];
  stroke(drawing, [5, 4], [5, 4], [100]);
  expect(before.every((value, index) => drawing.bytes[index]! >= value)).toBe(true);
  const empty = paper(8);
  stroke(empty, [-20, -20], [-10, 30], [255]);
  expect(empty.bytes.every((value) => value === 0)).toBe(true);
});

it("paints in colour, also over another one", () => {
  const drawing = paper(10, 3);
  stroke(drawing, [5.5, 5.5], [5.5, 5.5], [255, 0, 0]);
  const middle = () => [...drawing.bytes.subarray(3 * 55, 3 * 56)];
  expect(middle()).toEqual([255, 0, 0]);
  stroke(drawing, [5.5, 5.5], [5.5, 5.5], [0, 128, 255]);
  expect(middle()).toEqual([0, 128, 255]);
});
