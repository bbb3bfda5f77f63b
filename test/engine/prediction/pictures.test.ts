import { expect, it } from "vitest";
import { pictureGrid } from "../../../engine/prediction/pictureGrid";
import { resizePicture } from "../../../engine/prediction/resizePicture";

it("a resized picture has the means of the areas that its pixels cover", () => {
  const picture = { width: 3, height: 1, channels: 1 as const, data: Uint8Array.of(0, 90, 240) };
  expect([...resizePicture(picture, { width: 1, height: 1 }).data]).toEqual([110]);
  // Two thirds of the first pixel and one of the second.
  expect([...resizePicture(picture, { width: 2, height: 1 }).data]).toEqual([30, 190]);
  expect([...resizePicture(picture, { width: 6, height: 2 }).data].slice(6)).toEqual([
    0, 0, 90, 90, 240, 240,
  ]);
});

it("predicted pictures stand in a grid, from the output's lower to its upper bound", () => {
  const output = {
    node: "x",
    port: "output",
    path: "x.output" as const,
    type: { shape: ["N" as const, 2], dtype: "float32" as const },
    picture: { channels: 1 as const, height: 1, width: 2 },
    range: { low: -1, high: 1 },
  };
  const grid = pictureGrid({ output, shape: [3, 2], data: Float32Array.of(-1, 0, 1, 2, -3, 0.5) });
  expect(grid).toMatchObject({ width: 6, height: 4, channels: 1 });
  const row = (y: number) => [...grid.data.subarray(6 * y, 6 * y + 6)];
  expect(row(0)).toEqual([0, 128, 255, 255, 255, 255]);
  expect(row(1)).toEqual([255, 255, 255, 255, 255, 255]);
  expect(row(3)).toEqual([0, 191, 255, 255, 255, 255]);
  expect(() =>
    pictureGrid({
      output: { ...output, picture: undefined },
      shape: [3, 2],
      data: new Float32Array(6),
    }),
  ).toThrow("no picture");
});
