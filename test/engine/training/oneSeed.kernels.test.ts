import { describe, expect, it } from "vitest";
import type { DeviceChoice } from "../../../engine/run/device";
import { model } from "./models";
import { lastCheckpoint, train, useFolder } from "./training";

// These runs compute for longer than they compile, so Mesa optimizes their kernels, unlike those of other tests.
process.env.GALLIVM_PERF = "";

useFolder();

const digits = { type: "Dataset", source: "digits", samples: 200 };
const training = { epochs: 10, batchSize: 16, seed: 7 };
const chain = (...nodes: string[]) => nodes.slice(1).map((node, i) => `${nodes[i] ?? ""} -> ${node}`);
const loss = { type: "CrossEntropyLoss" };
/** Reduces images to 7×7, since the reference runtime is slow. */
const small = { type: "AvgPool2d", kernelSize: 4 };

/** Networks with random numbers, running statistics and long sums. */
const networks: Readonly<Record<string, string>> = {
  "a multilayer perceptron with noise": model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 200 },
      hidden: { type: "Linear", outFeatures: 16, weightInit: "orthogonal", l2: 0.001 },
      norm: { type: "BatchNorm1d" },
      noise: { type: "GaussianNoise", stddev: 0.1 },
      tanh: { type: "Tanh" },
      drop: { type: "Dropout", p: 0.2 },
      logits: { type: "Linear", outFeatures: 2 },
      loss,
    },
    edges: [
      ...chain("data.input", "hidden", "norm", "noise", "tanh", "drop", "logits", "loss.input"),
      "data.label -> loss.target",
    ],
    training: {
      ...training,
      optimizer: { type: "AdamW", learningRate: 0.01 },
      schedule: { type: "CosineAnnealingLR" },
    },
  }),
  "a convolutional network": model({
    nodes: {
      digits,
      small,
      conv: { type: "Conv2d", outChannels: 4, padding: 1 },
      norm: { type: "BatchNorm2d" },
      bend: { type: "GELU" },
      pool: { type: "AvgPool2d", kernelSize: 3 },
      drop: { type: "Dropout2d", p: 0.1 },
      flat: { type: "Flatten" },
      logits: { type: "Linear", outFeatures: 10 },
      loss,
    },
    edges: [
      ...chain(
        "digits.image",
        "small",
        "conv",
        "norm",
        "bend",
        "pool",
        "drop",
        "flat",
        "logits",
        "loss.input",
      ),
      "digits.label -> loss.target",
    ],
    training: {
      ...training,
      optimizer: { type: "SGD", learningRate: 0.05, momentum: 0.9, nesterov: true },
      clipping: { type: "norm", limit: 1 },
    },
  }),
  "a transformer block": model({
    nodes: {
      digits,
      small,
      rows: { type: "Reshape", shape: [7, 7] },
      wide: { type: "Linear", outFeatures: 8 },
      place: { type: "PositionalEncoding" },
      attention: { type: "MultiheadAttention", numHeads: 4, dropout: 0.1 },
      sum: { type: "Add" },
      norm: { type: "LayerNorm" },
      mean: { type: "Mean", dim: [1] },
      logits: { type: "Linear", outFeatures: 10 },
      loss,
    },
    edges: [
      ...chain("digits.image", "small", "rows", "wide", "place", "attention.query"),
      ...chain("attention.output", "sum", "norm", "mean", "logits", "loss.input"),
      "place -> sum",
      "digits.label -> loss.target",
    ],
    training: { ...training, optimizer: { type: "Adam", learningRate: 0.01 } },
  }),
};

const devices: readonly DeviceChoice[] = ["reference", "cpu", "software"];

describe.each(Object.entries(networks))("%s", (_, text) => {
  it("takes the same 100 steps on every runtime", async () => {
    const curves = [];
    for (const device of devices) curves.push((await run(text, device)).losses);
    const [exact = []] = curves;
    expect(exact).toHaveLength(100);
    for (const curve of curves)
      curve.forEach((value, step) => {
        expect(Math.abs(value - (exact[step] ?? NaN)), `step ${String(step + 1)}`).toBeLessThan(2e-3);
      });
    expect(mean(exact.slice(-20))).toBeLessThan(mean(exact.slice(0, 20)));
  });

  it.each(["cpu", "software"] as const)("is reproducible bit for bit on %s", async (device) => {
    const [first, second] = [await run(text, device), await run(text, device)];
    expect(second.losses).toEqual(first.losses);
    for (const [name, { data }] of first.weights) expect(second.weights.get(name)?.data, name).toEqual(data);
  });
});

async function run(text: string, device: DeviceChoice) {
  const { events, end } = await train({ device, text, steps: 100 });
  expect(end.status, end.error?.message).toBe("completed");
  const losses = events.flatMap((event) => (event.event === "steps" ? [...event.loss] : []));
  return { losses, weights: await lastCheckpoint(end.run) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
