import { expect, it } from "vitest";
import { toPictures } from "../../../engine/panels/toPictures";
import { bytes } from "./panelsOfRun";

it("scales a known range to 8 bits, with the channels of a pixel side by side", () => {
  const data = Float32Array.of(0, 1, 0.5, NaN, 2, -1, 0, 0, 1, 1, 1, 1);
  const [picture] = toPictures(data, [3, 2, 2], 1, { low: 0, high: 1, whole: false });
  expect(picture).toMatchObject({ width: 2, height: 2, channels: 3 });
  expect([...bytes(picture!)]).toEqual([0, 255, 255, 255, 0, 255, 128, 0, 255, 0, 0, 255]);
});

it("scales an unknown range from the smallest to the largest value of all pictures", () => {
  const unknown = { low: -Infinity, high: Infinity, whole: false };
  const pictures = toPictures(Float32Array.of(-1, 0, NaN, 3), [1, 1, 2], 2, unknown);
  expect(pictures.map((picture) => [...bytes(picture)])).toEqual([
    [0, 64],
    [0, 255],
  ]);
  const [flat] = toPictures(Float32Array.of(5, 5), [1, 1, 2], 1);
  expect([...bytes(flat!)]).toEqual([0, 0]);
});

it("makes large pictures smaller by averaging, so that all fit", () => {
  const data = new Float32Array(2 * 300 * 200).map((_, index) => (index < 300 * 200 ? 1 : index % 2));
  const pictures = toPictures(data, [1, 300, 200], 2, { low: 0, high: 1, whole: false });
  expect(pictures).toHaveLength(2);
  const total = pictures.reduce((sum, picture) => sum + bytes(picture).length, 0);
  expect(total).toBeLessThanOrEqual(24_576);
  const { width, height } = pictures[0]!;
  expect(bytes(pictures[0]!)).toHaveLength(width * height);
  expect(Math.abs(width / height - 200 / 300)).toBeLessThan(0.02);
  expect(new Set(bytes(pictures[0]!))).toEqual(new Set([255]));
  for (const value of bytes(pictures[1]!)) expect(Math.abs(value - 127.5)).toBeLessThan(45);
});
