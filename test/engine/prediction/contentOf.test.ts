import { expect, it } from "vitest";
import { contentOf } from "../../../engine/prediction/contentOf";
import type { PredictionOutput } from "../../../engine/prediction/ports";
import type { Predicted } from "../../../engine/prediction/Predictor";
import { batchOf } from "../../../engine/tensor/graphType";

const output = (shape: readonly number[], more: Partial<PredictionOutput> = {}): PredictionOutput => ({
  node: "a",
  port: "output",
  path: "a.output",
  type: batchOf(shape),
  ...more,
});
const floats = (shape: readonly number[], values: readonly number[]) => ({
  shape,
  data: Float32Array.from(values),
});
const log = (probabilities: readonly number[]) => probabilities.map(Math.log);

it("shows the likeliest classes of many, and how many there are", () => {
  const scores = Array.from({ length: 50 }, (_, index) => (index + 1) / 1275);
  const predicted: Predicted = {
    ...floats([1, 50], scores),
    output: output([50], { reads: "classes" }),
    read: floats([1, 1, 50], log(scores)),
  };
  const content = contentOf(predicted);
  if (content.show !== "classes") return expect.fail(content.show);
  expect(content.count).toBe(50);
  expect(content.classes.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, i) => 49 - i));
});

it("shows the likeliest class at each position of a sequence, by its name", () => {
  const scores = [0.1, 0.9, 0.6, 0.4, 0.2, 0.8];
  const classNames = ["n", "y"];
  const predicted: Predicted = {
    ...floats([1, 3, 2], scores),
    output: output([3, 2], { reads: "classes", classNames }),
    read: floats([1, 3, 2], log(scores)),
  };
  expect(contentOf(predicted)).toEqual({ show: "sequence", names: ["y", "n", "y"], count: 3 });
});

it("shows the likeliest class of each pixel as a picture", () => {
  // Two rows of two pixels and three classes, pixel by pixel.
  const scores = [0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.3, 0.4, 0.3];
  const predicted: Predicted = {
    ...floats([1, 3, 2, 2], scores),
    output: output([3, 2, 2], { reads: "classes" }),
    read: floats([1, 4, 3], log(scores)),
  };
  const content = contentOf(predicted);
  if (content.show !== "pictures") return expect.fail(content.show);
  expect([...Buffer.from(content.pictures[0]!.pixels, "base64")]).toEqual([0, 128, 255, 128]);
});

it("shows the probabilities of yes, and pictures of them", () => {
  const logits = output([1], { reads: "binary" });
  const read = floats([1, 1], [0.75]);
  expect(contentOf({ ...floats([1, 1], [1.1]), output: logits, read })).toEqual({
    show: "numbers",
    values: [0.75],
    count: 1,
    areProbabilities: true,
  });
  const picture = { channels: 1, height: 4, width: 4 } as const;
  const mask = output([1, 4, 4], { reads: "binary", picture, range: { low: 0, high: 1 } });
  const half = floats([2, 1, 4, 4], new Array(32).fill(0.5));
  const content = contentOf({ ...half, output: mask, read: half });
  if (content.show !== "pictures") return expect.fail(content.show);
  expect(content.pictures).toHaveLength(2);
  expect([...Buffer.from(content.pictures[1]!.pixels, "base64")]).toEqual(new Array(16).fill(128));
});

it("shows the first of many numbers of the first sample, and those that are infinite as null", () => {
  const values = Array.from({ length: 200 }, (_, index) => (index === 1 ? Infinity : index));
  const content = contentOf({ ...floats([2, 100], values), output: output([100]) });
  if (content.show !== "numbers") return expect.fail(content.show);
  expect(content.count).toBe(100);
  expect(content.values).toHaveLength(64);
  expect(content.values.slice(0, 3)).toEqual([0, null, 2]);
});
