import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { panelStep } from "../../../engine/panels/panelStep";
import { openModel } from "../../../engine/training/openModel";
import { LivePanels } from "../../../engine/training/callbacks/LivePanels";
import { model } from "../training/models";
import { openedRun, takeSteps } from "../training/callbacks/openedRun";
import { folder, useFolder } from "../training/training";
import { bytes, contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

const gan = model({
  nodes: {
    ring: { type: "Dataset", source: "ring", samples: 64, validation: 0 },
    noise: { type: "Noise", shape: [2] },
    make: { type: "Linear", outFeatures: 2 },
    judge: { type: "Linear", outFeatures: 1 },
    judgeFake: { type: "Linear", outFeatures: 1, weightsOf: "judge" },
    yes: { type: "Constant", value: 1 },
    real: { type: "BCEWithLogitsLoss" },
    fool: { type: "BCEWithLogitsLoss" },
  },
  edges: [
    "ring.input -> judge",
    "noise -> make",
    "make -> judgeFake",
    "judge -> real.input",
    "yes -> real.target",
    "judgeFake -> fool.input",
    "yes -> fool.target",
  ],
  training: { epochs: 10, batchSize: 16, optimizer: { type: "SGD", learningRate: 0.5 } },
});

it("shows what the current weights of a generator make of the same noise, over the real points", async () => {
  const { run, events } = await openedRun({ text: gan });
  run.panels.watched = true;
  const panels = new LivePanels(run);
  const weights = async () => {
    const { "make.weight": w, "make.bias": b } = await run.opened.plan.session.read([
      "make.weight",
      "make.bias",
    ]);
    return { w: [...w!], b: [...b!] };
  };
  const before = await weights();
  await panels.afterStep(0, Infinity);
  await takeSteps(run, 20);
  const after = await weights();
  await panels.afterStep(20, Infinity);
  expect(after.w).not.toEqual(before.w);

  const shown = events.flatMap((event) => (event.event === "panel" ? [event] : []));
  expect(shown.map(({ panel, node, step }) => [panel, node, step])).toEqual([
    ["generated", "make", 0],
    ["generated", "make", 20],
  ]);
  const [first, second] = shown.map((event) => contentOf([event], "generated", "points").groups);
  expect(first!.map(({ role, x }) => [role, x.length])).toEqual([
    ["real", 64],
    ["generated", 64],
  ]);
  expect(second![0]).toEqual(first![0]);
  // The noise that made the first points also makes the second ones.
  const [a = 0, b = 0, c = 0, d = 0] = before.w;
  const [e = 0, f = 0] = before.b;
  const determinant = a * d - b * c;
  for (const [index, x] of first![1]!.x.entries()) {
    const [u, v] = [x - e, first![1]!.y[index]! - f];
    const [z1, z2] = [(d * u - b * v) / determinant, (a * v - c * u) / determinant];
    expect(second![1]!.x[index]).toBeCloseTo(after.w[0]! * z1 + after.w[1]! * z2 + after.b[0]!, 1);
    expect(second![1]!.y[index]).toBeCloseTo(after.w[2]! * z1 + after.w[3]! * z2 + after.b[1]!, 1);
  }
});

it("finds the generator inside a block, and has no panel for what judges constants", async () => {
  const panels = await panelsOfRun(await example("ring-gan"));
  expect(panels.map(({ panel, node }) => [panel, node])).toEqual([["generated", "generator/out"]]);
});

it("draws the latent values of a variational autoencoder from noise, without its encoder", async () => {
  const text = await example("digits-vae");
  const { typed } = await openModel(text, { file: folder, workspace: folder });
  const planned = panelsOf(typed!).find(({ name }) => name === "generated")!;
  expect(planned.node).toBe("pixels");
  const program = panelStep(typed!, planned, 4);
  expect(program.state.map(({ name }) => name).sort()).toEqual(
    ["decoder.bias", "decoder.weight", "pixels.bias", "pixels.weight"].sort(),
  );
  expect(program.state.every(({ next }) => next === undefined)).toBe(true);

  const { rows } = contentOf(await panelsOfRun(text), "generated", "pictures");
  expect(rows).toHaveLength(1);
  expect(rows[0]!.pictures).toHaveLength(24);
  for (const picture of rows[0]!.pictures) {
    expect(picture).toMatchObject({ width: 28, height: 28, channels: 1 });
    // Probabilities of an untrained decoder: around one half, not scores around 0.
    const values = bytes(picture);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(127.5, -1);
  }
});

it("does not take a picture with noise for a generated one", async () => {
  const { typed } = await openModel(await example("digits-unet"), { file: folder, workspace: folder });
  expect(panelsOf(typed!).filter(({ name }) => name === "generated")).toEqual([]);
});
