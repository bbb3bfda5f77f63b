import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { LivePanels } from "../../../engine/training/callbacks/LivePanels";
import { openModel } from "../../../engine/training/openModel";
import { model } from "../training/models";
import { openedRun, takeSteps } from "../training/callbacks/openedRun";
import { folder, useFolder } from "../training/training";
import { bytes, contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

const linear = model({
  nodes: {
    data: { type: "Dataset", source: "blobs", samples: 200, classes: 3 },
    logits: { type: "Linear", outFeatures: 3 },
    loss: { type: "CrossEntropyLoss" },
  },
  edges: ["data.input -> logits", "logits -> loss.input", "data.label -> loss.target"],
  training: { epochs: 10, batchSize: 16, optimizer: { type: "SGD", learningRate: 1 } },
});

it("colours each place of the plane by the class that the current weights predict there", async () => {
  const { run, events } = await openedRun({ text: linear });
  run.panels.watched = true;
  await takeSteps(run, 30);
  await new LivePanels(run).afterStep(30, Infinity);
  const panels = events.flatMap((event) => (event.event === "panel" ? [event] : []));
  const { field, range, groups } = contentOf(panels, "points", "points");
  const { "logits.weight": w, "logits.bias": b } = await run.opened.plan.session.read([
    "logits.weight",
    "logits.bias",
  ]);
  const [left, right, bottom, top] = range;
  const found = bytes(field!);
  expect(new Set(found).size).toBe(3);
  let unequal = 0;
  for (let row = 0; row < 48; row++)
    for (let column = 0; column < 48; column++) {
      const x = left + ((column + 0.5) / 48) * (right - left);
      const y = top - ((row + 0.5) / 48) * (top - bottom);
      const scores = [0, 1, 2].map((index) => w![2 * index]! * x + w![2 * index + 1]! * y + b![index]!);
      if (found[row * 48 + column] !== scores.indexOf(Math.max(...scores))) unequal++;
    }
  // Cells on a border may be rounded to either side.
  expect(unequal).toBeLessThan(3);
  // The validation samples, with their own classes.
  expect(groups).toHaveLength(1);
  expect(groups[0]!.x).toHaveLength(40);
  expect(new Set(groups[0]!.classes)).toEqual(new Set([0, 1, 2]));
});

it("shows yes and no as two classes, and equal points once", async () => {
  const xor = await readFile(join(import.meta.dirname, "../../../examples/xor-mlp.nn.json"), "utf8");
  const { groups, field } = contentOf(await panelsOfRun(xor), "points", "points");
  expect(groups[0]).toEqual({ role: "real", x: [0, 0, 1, 1], y: [0, 1, 0, 1], classes: [0, 1, 1, 0] });
  expect(Math.max(...bytes(field!))).toBeLessThanOrEqual(1);
});

it.each([
  ["spirals-mlp", ["logits"]],
  ["moons-regularisation", ["logits1", "logits2", "logits3"]],
  // Its answers are compared by MSELoss.
  ["and-perceptron", ["unit"]],
  ["digits-cnn", []],
  ["ring-gan", []],
])("knows which of %s's nodes classify the plane", async (name, nodes) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  const found = panelsOf(typed!).filter((panel) => panel.name === "points");
  expect(found.map(({ node }) => node)).toEqual(nodes);
});
