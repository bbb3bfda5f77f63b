import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readEvent } from "../../../engine/runFolder/readEvent";
import { moons } from "../training/models";
import { train, useFolder } from "../training/training";

useFolder();

const run = "/runs/1";
const steps = {
  event: "steps",
  first: 1,
  loss: [1, 2],
  metrics: { accuracy: [0, 1] },
  epoch: 1,
  learningRate: 0.1,
  samplesPerSecond: 10,
  secondsLeft: 1,
};
const weight = {
  node: "a",
  name: "weight",
  size: 2,
  gradientNorm: 1,
  weightNorm: 1,
  updateRatio: 1,
  zeroShare: 0,
  notFinite: 0,
  weightHistogram: { low: 0, high: 1, counts: [1, 1] },
  gradientHistogram: { low: 0, high: 1, counts: [] },
};
const gradients = { event: "gradients", step: 1, weights: [weight], activations: [] };
const start = {
  event: "start",
  model: "/m.nn.json",
  device: { kind: "cpu", name: "CPU" },
  parameters: 1,
  batchSize: 1,
  epochs: 1,
  stepsPerEpoch: 1,
  steps: 1,
  resumedAt: 0,
  trainSamples: 1,
  validationSamples: 0,
  metrics: ["accuracy"],
};
const read = (event: unknown) => readEvent(JSON.stringify(event), run);

it("reads statistics of later versions, within bounds", () => {
  const event = (more: object) => read({ ...gradients, weights: [{ ...weight, ...more }] });
  const sparsity = { sparsity: 0.5, sparsityHistogram: { low: 0, high: null, counts: [1] } };
  expect(event({ ...sparsity, words: "left out" })).toMatchObject({
    weights: [{ ...weight, sparsity: 0.5, sparsityHistogram: { low: 0, high: NaN, counts: [1] } }],
  });
  expect(event({ words: "left out" })).not.toHaveProperty("weights.0.words");
  expect(event({ toString: 1 })).toBeUndefined();
  expect(event({ odd: { low: 0, high: 1, counts: "1" } })).toBeUndefined();
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`probe${i}`, i]));
  expect(event(many)).toBeUndefined();
});

it("reads every event that a run writes, unchanged", async () => {
  const model = JSON.parse(moons({ epochs: 2 })) as { training: Record<string, unknown> };
  model.training.metrics = ["accuracy", "confusionMatrix"];
  // Of the first and the last step only: too few for a diagnosis, which a fast machine would come to with more.
  const { end } = await train({ text: JSON.stringify(model), probeEvery: 1000 });
  const lines = (await readFile(join(end.run, "metrics.ndjson"), "utf8")).trim().split("\n");
  const kinds = new Set<string>();
  for (const line of lines) {
    const event = readEvent(line, end.run);
    kinds.add(event?.event ?? `nothing of ${line}`);
    expect(JSON.parse(JSON.stringify(event))).toEqual(JSON.parse(line));
  }
  expect([...kinds].sort()).toEqual(["checkpoint", "end", "epoch", "gradients", "start", "steps"]);
});

it("reads null and numbers that are too large as NaN", () => {
  const line = JSON.stringify(steps).replace("[1,2]", "[null,1e999,-3]");
  expect(readEvent(line, run)).toMatchObject({ loss: [NaN, NaN, -3] });
});

it("leaves out unknown fields and the run folder named in the file", () => {
  const event = read({ ...steps, run: "/etc", more: 1 });
  expect(event).toEqual({ ...steps, run });
});

it.each<[string, unknown]>([
  ["null", null],
  ["a list", [steps]],
  ["a text", "steps"],
  ["an unknown event", { event: "something new" }],
  ["an event of every object", { event: "constructor" }],
  ["an event that is no text", { ...steps, event: ["steps"] }],
  ["steps without numbers", { ...steps, loss: [] }],
  ["texts for numbers", { ...steps, loss: ["1"] }],
  ["a number for numbers", { ...steps, loss: 1 }],
  ["an object that looks like a list", { ...steps, loss: { length: 1e9 } }],
  ["too many steps", { ...steps, loss: Array.from({ length: 30_000 }, () => 1) }],
  ["a negative step", { ...steps, first: -1 }],
  ["half a step", { ...steps, first: 1.5 }],
  ["a step beyond all whole numbers", { ...steps, first: 1e300 }],
  ["no step", { ...steps, first: null }],
  ["a metric that every object has", { ...steps, metrics: { constructor: [1] } }],
  [
    "the prototype as a metric",
    JSON.parse('{"event":"steps","first":1,"loss":[1],"metrics":{"__proto__":[1]}}'),
  ],
  [
    "too many metrics",
    { ...steps, metrics: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`m${i}`, [1]])) },
  ],
  ["metrics in a list", { ...steps, metrics: [[1]] }],
  ["no device", { ...start, device: undefined }],
  ["a device of another kind", { ...start, device: { kind: "abacus", name: "x" } }],
  ["a device without a name", { ...start, device: { kind: "cpu" } }],
  ["a very long name", { ...start, device: { kind: "cpu", name: "x".repeat(1e6) } }],
  ["metrics that are no names", { ...start, metrics: [1] }],
  ["classes that are no list", { ...start, classNames: { accuracy: "ab" } }],
  ["weights that are no list", { ...gradients, weights: {} }],
  ["a weight with half a histogram", { ...gradients, weights: [{ ...weight, weightHistogram: { low: 0 } }] }],
  [
    "counts without end",
    {
      ...gradients,
      weights: [
        { ...weight, weightHistogram: { low: 0, high: 1, counts: Array.from({ length: 5000 }, () => 1) } },
      ],
    },
  ],
  [
    "a matrix that is none",
    { event: "epoch", epoch: 1, step: 1, train: { loss: 1, confusionMatrix: [1, [2]] } },
  ],
  ["an epoch without a loss", { event: "epoch", epoch: 1, step: 1, train: {} }],
  ["an end that is none", { event: "end", status: "running", step: 1 }],
  ["an error that is a text", { event: "end", status: "failed", step: 1, error: "x" }],
  [
    "a hint that is an object",
    { event: "end", status: "failed", step: 1, error: { code: "x", message: "m", hint: {} } },
  ],
])("refuses %s", (_, event) => {
  expect(read(event)).toBeUndefined();
});

it.each(["", "{", '{"event":"steps","fir', "[".repeat(200_000), "NaN", "\u0000", '{"event":"steps"}'])(
  "takes nothing of a damaged line",
  (line) => expect(readEvent(line, run)).toBeUndefined(),
);

it("reads panels of any content, and none that is larger or otherwise than an engine writes", () => {
  const bitmap = { width: 2, height: 1, channels: 1, pixels: "AP8=" };
  const panel = (content: object) => ({ event: "panel", step: 3, panel: "generated", node: "make", content });
  const pictures = (picture: object) =>
    panel({ show: "pictures", rows: [{ role: "input", pictures: [picture] }] });
  const points = { show: "points", groups: [{ role: "real", x: [1], y: [null] }], range: [0, 1, 0, 1] };
  expect(read(panel(points))).toEqual({
    ...panel({ ...points, groups: [{ role: "real", x: [1], y: [NaN] }] }),
    run,
  });
  const box = { left: 0, top: 0, right: 1, bottom: 0.5, kind: 2, isHit: true };
  const labelled = { ...bitmap, target: 1, prediction: 2 };
  for (const content of [
    { show: "pictures", rows: [{ role: "target", pictures: [labelled] }], classNames: ["a"] },
    {
      show: "pictures",
      rows: [{ role: "prediction", pictures: [{ ...bitmap, mask: bitmap, iou: 0.5 }] }],
    },
    {
      show: "pictures",
      rows: [{ role: "prediction", pictures: [{ ...bitmap, boxes: [{ ...box, score: 0.5 }] }] }],
    },
    { show: "points", groups: [], range: [0, 1, 0, 1], field: bitmap },
  ])
    expect(read(panel(content))).toEqual({ ...panel(content), run });
  expect(read(pictures(bitmap))).toBeDefined();
  for (const more of [
    { pixels: "<svg>" },
    { channels: 2 },
    { width: -1 },
    { width: 1e9 },
    { pixels: "A".repeat(1_000_000) },
    { mask: { ...bitmap, width: 3 } },
    { mask: { width: 1, height: 1, channels: 3, pixels: "AAAA" } },
    { iou: "1" },
    { boxes: [{ ...box, kind: "circle" }] },
    { boxes: [{ left: 0 }] },
  ])
    expect(read(pictures({ ...bitmap, ...more }))).toBeUndefined();
  expect(read(panel({ ...points, range: [0, 1, 0] }))).toBeUndefined();
  expect(read(panel({ show: "toString" }))).toBeUndefined();
  expect(read(panel({ show: "html" }))).toBeUndefined();
});
