import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { matched, overlap, suppressed } from "../../../engine/panels/detections";
import { openModel } from "../../../engine/training/openModel";
import { model } from "../training/models";
import { folder, useFolder } from "../training/training";
import { bytes, contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

/** A detector whose `boxes` are compared as `wires` say. */
const detector = (wires: readonly string[]) =>
  model({
    nodes: {
      data: { type: "Dataset", source: "shapes", samples: 60, size: 16, noise: 0 },
      conv: { type: "Conv2d", outChannels: 8, kernelSize: 4, stride: 4 },
      parts: { type: "Split", sections: [1, 4, 3] },
      box: { type: "Sigmoid" },
      ...(wires.some((wire) => wire.includes("responsible")) && { responsible: { type: "Multiply" } }),
      object: { type: "BCEWithLogitsLoss" },
      boxes: { type: "MSELoss" },
      label: { type: "CrossEntropyLoss" },
    },
    edges: [
      "data.image -> conv",
      "conv -> parts",
      "parts.output0 -> object.input",
      "data.object -> object.target",
      "parts.output1 -> box",
      ...wires,
      "data.boxes -> boxes.target",
      "parts.output2 -> label.input",
      "data.label -> label.target",
    ],
    training: { epochs: 4, batchSize: 16, optimizer: { type: "Adam", learningRate: 0.02 } },
  });
const masked = ["box -> responsible", "data.object -> responsible", "responsible -> boxes.input"];
const unmasked = ["box -> boxes.input"];

it("shows the true boxes, in which the shapes are, and those that the current weights predict", async () => {
  const { rows, classNames } = contentOf(await panelsOfRun(detector(masked), 3), "boxes", "pictures");
  expect(classNames).toEqual(["circle", "square", "triangle"]);
  expect(rows.map(({ role, pictures }) => [role, pictures.length])).toEqual([
    ["target", 8],
    ["prediction", 8],
  ]);
  const [target, prediction] = rows.map(({ pictures }) => pictures);
  for (const [index, picture] of target!.entries()) {
    const { boxes = [] } = picture;
    expect(boxes.length).toBeGreaterThan(0);
    const bright = [...bytes(picture)].flatMap((value, pixel) =>
      value > 120 ? [{ x: ((pixel % 16) + 0.5) / 16, y: (Math.floor(pixel / 16) + 0.5) / 16 }] : [],
    );
    const isIn = ({ x, y }: { x: number; y: number }) =>
      boxes.some(({ left, right, top, bottom }) => x > left && x < right && y > top && y < bottom);
    expect(bright.filter((place) => !isIn(place))).toEqual([]);
    for (const box of boxes) {
      expect(bright.filter((place) => isIn(place)).length).toBeGreaterThan(3);
      expect(box.score).toBeUndefined();
    }
    const found = prediction![index]!.boxes!;
    for (const { score } of found) expect(score).toBeGreaterThanOrEqual(0.5);
    expect(found.filter(({ isHit }) => isHit)).toHaveLength(boxes.filter(({ isHit }) => isHit).length);
  }
});

it("decodes what a detector says of all cells, though it is compared only where there is an object", async () => {
  // At first, scores of objects are about one half, so some cells without an object are shown.
  const [first, second] = await Promise.all(
    [masked, unmasked].map(async (wires) => {
      const { rows } = contentOf(await panelsOfRun(detector(wires)), "boxes", "pictures");
      return rows[1]!.pictures.flatMap(({ boxes = [] }) => boxes);
    }),
  );
  expect(first).toEqual(second);
});

const box = (left: number, score = 1, kind = 0) => ({
  left,
  top: 0,
  right: left + 1,
  bottom: 1,
  score,
  kind,
});

it("keeps the surest of detections of one object, and finds each object once", () => {
  expect(overlap(box(0), box(0.5))).toBeCloseTo(1 / 3, 12);
  expect(overlap(box(0), box(2))).toBe(0);
  const all = [box(0.1, 0.6), box(0, 0.9), box(0.1, 0.7, 1), box(3, 0.8)];
  expect(suppressed(all)).toEqual([all[1], all[3], all[2]]);
  expect(suppressed(all, 1)).toEqual([all[1]]);
  const truth = [box(0.2), box(3)];
  expect(matched([box(0), box(0.1), box(3, 1, 1)], truth)).toEqual([truth[0], undefined, undefined]);
});

it.each([
  ["shapes-detector", ["parts"]],
  ["shapes-unet", []],
  ["digits-cnn", []],
])("knows where %s predicts boxes", async (name, nodes) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  const found = panelsOf(typed!).filter((panel) => panel.name === "boxes");
  expect(found.map(({ node }) => node)).toEqual(nodes);
});
