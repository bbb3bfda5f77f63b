import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { toMasks } from "../../../engine/panels/toPictures";
import { openModel } from "../../../engine/training/openModel";
import { model } from "../training/models";
import { folder, useFolder } from "../training/training";
import { bytes, contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

/** Pixels that are a shape's centre or not, which is what `object` says if a cell is a pixel. */
const centres = (target: string) =>
  model({
    nodes: {
      data: { type: "Dataset", source: "shapes", samples: 60, size: 16, grid: 16, noise: 0 },
      conv: { type: "Conv2d", outChannels: 1, kernelSize: 3, padding: 1 },
      loss: { type: "BCEWithLogitsLoss" },
    },
    edges: ["data.image -> conv", "conv -> loss.input", `${target} -> loss.target`],
    training: { epochs: 1, batchSize: 16, optimizer: { type: "SGD", learningRate: 0.1 } },
  });

const segmenting = model({
  nodes: {
    data: { type: "Dataset", source: "shapes", samples: 200, size: 16 },
    conv: { type: "Conv2d", outChannels: 8, kernelSize: 3, padding: 1 },
    relu: { type: "ReLU" },
    classes: { type: "Conv2d", outChannels: 4, kernelSize: 3, padding: 1 },
    loss: { type: "CrossEntropyLoss" },
  },
  edges: [
    "data.image -> conv",
    "conv -> relu",
    "relu -> classes",
    "classes -> loss.input",
    "data.mask -> loss.target",
  ],
  training: { epochs: 20, batchSize: 32, optimizer: { type: "Adam", learningRate: 0.02 } },
});

it("shows the class of each pixel over the pictures, and what the current weights make of them", async () => {
  const meanAfter = async (steps: number) => {
    const { rows, classNames } = contentOf(await panelsOfRun(segmenting, steps), "masks", "pictures");
    expect(classNames).toEqual(["background", "circle", "square", "triangle"]);
    expect(rows.map(({ role, pictures }) => [role, pictures.length])).toEqual([
      ["input", 8],
      ["target", 8],
      ["prediction", 8],
    ]);
    const [input, target, prediction] = rows.map(({ pictures }) => pictures);
    for (const [index, picture] of target!.entries()) {
      expect(picture).toMatchObject({ width: 16, height: 16, pixels: input![index]!.pixels });
      const [grey, truth] = [bytes(picture), bytes(picture.mask!)];
      // Shapes are brighter than half, so a mask that is turned or shifted is none of this picture's.
      expect([...truth].filter((value, pixel) => value > 0 && grey[pixel]! < 60).length).toBeLessThan(4);
      expect(picture.iou).toBeUndefined();
      const guess = bytes(prediction![index]!.mask!);
      const ofEach = [0, 1, 2, 3].flatMap((one) => {
        const both = truth.filter((value, pixel) => value === one && guess[pixel] === one).length;
        const either = truth.filter((value, pixel) => value === one || guess[pixel] === one).length;
        return either === 0 ? [] : [both / either];
      });
      const expected = ofEach.reduce((sum, value) => sum + value, 0) / ofEach.length;
      expect(prediction![index]!.iou).toBeCloseTo(expected, 12);
    }
    return prediction!.reduce((sum, { iou }) => sum + iou!, 0) / 8;
  };
  const before = await meanAfter(0);
  expect(await meanAfter(60)).toBeGreaterThan(before + 0.1);
});

it("shows answers of yes or no for each pixel, whose overlap is that of yes", async () => {
  const { rows, classNames } = contentOf(await panelsOfRun(centres("data.object")), "masks", "pictures");
  expect(classNames).toBeUndefined();
  const [, target, prediction] = rows.map(({ pictures }) => pictures);
  for (const [index, { mask }] of target!.entries()) {
    const [truth, guess] = [bytes(mask!), bytes(prediction![index]!.mask!)];
    expect(truth.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0);
    const both = truth.filter((value, pixel) => value === 1 && guess[pixel] === 1).length;
    const either = truth.filter((value, pixel) => value === 1 || guess[pixel] === 1).length;
    expect(prediction![index]!.iou).toBeCloseTo(both / either, 12);
  }
});

it("marks pixels that the loss ignores", async () => {
  const text = JSON.parse(segmenting) as { nodes: { loss: { ignoreIndex?: number } } };
  text.nodes.loss.ignoreIndex = 2;
  const { rows } = contentOf(await panelsOfRun(JSON.stringify(text)), "masks", "pictures");
  const values = new Set(rows[1]!.pictures.flatMap(({ mask }) => [...bytes(mask!)]));
  expect(values).toEqual(new Set([0, 1, 3, 255]));
});

it("leaves pixels out of large masks without mixing their classes", () => {
  const classes = new Uint8Array(8 * 300 * 200).map((_, pixel) => (pixel % 200 < 100 ? 3 : 7));
  const masks = toMasks(classes, [300, 200], 8);
  expect(masks.reduce((sum, mask) => sum + bytes(mask).length, 0)).toBeLessThanOrEqual(24_576);
  for (const mask of masks) {
    const { width, height } = mask;
    const found = bytes(mask);
    expect(found).toHaveLength(width * height);
    expect(found[0]).toBe(3);
    expect(found[width - 1]).toBe(7);
    expect(new Set(found)).toEqual(new Set([3, 7]));
  }
});

it.each([
  ["shapes-unet", 1],
  ["digits-cnn", 0],
  ["digits-unet", 0],
  ["digits-vae", 0],
  ["shapes-detector", 0],
])("has panels of %s's pixels: %i", async (name, count) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  expect(panelsOf(typed!).filter((panel) => panel.name === "masks")).toHaveLength(count);
});

it("does not show masks as reconstructions, or reconstructions as masks", async () => {
  const namesOf = async (text: string) => {
    const { typed } = await openModel(text, { file: folder, workspace: folder });
    return panelsOf(typed!).map(({ name }) => name);
  };
  expect(await namesOf(centres("data.object"))).toEqual(["masks"]);
  expect(await namesOf(centres("data.image"))).toEqual(["reconstruction"]);
});
