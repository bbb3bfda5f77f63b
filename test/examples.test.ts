import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metricCalled } from "../engine/metrics";
import { openModel } from "../engine/training/openModel";
import { Trainer } from "../engine/training/Trainer";
import type { EpochEvent, RunEvent } from "../engine/run/events";
import type { HostArray } from "../engine/tensor/hostArrays";
import { createRuntime } from "../engine/runtime/createRuntime";
import { decodeSafetensors } from "../engine/interop/safetensors";
import { gradientPass } from "../engine/training/gradientPass";
import { dataFile } from "./dataFolder";
import { runsRoot } from "./runsRoot";

const examples = fileURLToPath(new URL("../examples", import.meta.url));
const mnist = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
const mnistFiles = mnist.flatMap((name) => dataFile(name) ?? []);
const hasMnist = mnistFiles.length === mnist.length;

/** A copy of the examples, with the files of MNIST in place. */
let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(join(runsRoot(), "netloom-examples-"));
  for (const name of await readdir(examples))
    if (name.endsWith(".nn.json")) await copyFile(join(examples, name), join(workspace, name));
  await mkdir(join(workspace, "data/mnist"), { recursive: true });
  for (const [index, file] of mnistFiles.entries())
    await copyFile(file, join(workspace, "data/mnist", mnist[index]!));
});
afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
});

/** Trains an example to completion on the CPU; returns the metrics of every epoch, and the run folder. */
async function train(
  name: string,
): Promise<{ readonly epochs: readonly EpochEvent[]; readonly run: string }> {
  const file = join(workspace, `${name}.nn.json`);
  const events: RunEvent[] = [];
  const trainer = await Trainer.open(
    {
      text: await readFile(file, "utf8"),
      file,
      workspace,
      runs: join(workspace, ".netloom/runs"),
      device: "cpu",
      probeEvery: 0,
    },
    (event) => events.push(event),
  );
  expect(await trainer.train()).toMatchObject({ status: "completed" });
  return { epochs: events.filter((event) => event.event === "epoch"), run: trainer.run };
}

/** The values of a port for the first batch, with the weights at the end of a run. */
async function valueAt(name: string, run: string, port: string): Promise<HostArray> {
  const file = join(workspace, `${name}.nn.json`);
  const { typed } = await openModel(await readFile(file, "utf8"), { file, workspace });
  const { tensors } = decodeSafetensors(await readFile(join(run, "checkpoints/last.safetensors")));
  const runtime = await createRuntime("cpu");
  try {
    const values = await gradientPass(typed!, runtime, {
      place: { file, workspace },
      seed: 1,
      training: true,
      weights: tensors,
      batch: undefined,
      warn: () => undefined,
    });
    return values.get(`value/${port}`)!.data;
  } finally {
    await runtime.dispose();
  }
}

interface Target {
  readonly title: string;
  readonly part: "train" | "validation";
  /** `loss`, or the name of a metric. */
  readonly of: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Whether the last epoch counts instead of the best. */
  readonly atEnd?: boolean;
}

const newSamples = (atLeast: number, of = "accuracy"): Target => ({
  title: `${String(100 * atLeast)} % of new samples`,
  part: "validation",
  of,
  atLeast,
});
const error = (of: string, atMost: number): Target => ({
  title: `${of} at most ${String(atMost)}`,
  part: "validation",
  of,
  atMost,
});

function lowerIsBetter(name: string): boolean {
  const metric = metricCalled(name.split(".").at(-1)!);
  return name === "loss" || (metric?.kind === "number" && metric.better === "lower");
}

/** What each example must reach. By default the best epoch counts, because its weights are saved as the best checkpoint. */
const targets: Readonly<Record<string, Target | readonly Target[]>> = {
  "and-perceptron": { title: "learns AND", part: "train", of: "accuracy", atLeast: 1 },
  // A single perceptron cannot classify all four samples of XOR.
  "xor-perceptron": { title: "never learns XOR", part: "train", of: "accuracy", atMost: 0.75 },
  "xor-mlp": { title: "learns XOR", part: "train", of: "accuracy", atLeast: 1 },
  "spirals-mlp": newSamples(0.97),
  "digits-mlp": newSamples(0.97),
  "digits-cnn": newSamples(0.985),
  "digits-lstm": newSamples(0.97),
  "digits-gru": newSamples(0.97),
  // The noise has a standard deviation of 0.05, so the lowest possible mean squared error is 0.0025.
  "sine-lstm": error("loss", 0.006),
  "sine-gru": error("loss", 0.006),
  "sine-tcn": { title: "97 % of the variance", part: "validation", of: "r2", atLeast: 0.97 },
  "moons-lbfgs": newSamples(0.99),
  "moons-regularisation": [
    { ...error("decayed.perplexity", 1.8), atEnd: true },
    { ...error("dropped.perplexity", 2.5), atEnd: true },
    {
      title: "without either it is overconfident",
      part: "validation",
      of: "plain.perplexity",
      atLeast: 3.5,
      atEnd: true,
    },
  ],
  "digits-lenet": newSamples(0.985),
  "digits-resnet": newSamples(0.99),
  "digits-vit": newSamples(0.96),
  "digits-bigru": newSamples(0.98),
  "digits-autoencoder": error("rmse", 0.125),
  // The RMSE of the noisy input is 0.5.
  "digits-unet": error("rmse", 0.13),
  // With a latent code that carries no information, the divergence is 0 and the pixels' error above 0.1.
  "digits-vae": [
    error("loss", 8.5),
    error("reconstruction.mae", 0.06),
    { title: "an informative code", part: "validation", of: "divergence.mae", atLeast: 1, atEnd: true },
  ],
  "digits-dbn": [error("rmse", 0.12), newSamples(0.93, "classes.accuracy")],
  // Chance level is 1 in 64.
  "digits-contrastive": [newSamples(0.7, "match.accuracy"), newSamples(0.96, "classes.accuracy")],
  "digits-resnet18": newSamples(0.98),
  "digits-transformer": newSamples(0.95),
  // Chance level is 1 in 64; the classes are learned by one Linear layer on features that no label has shaped.
  "digits-siamese": [newSamples(0.9, "match.accuracy"), newSamples(0.85, "classes.accuracy")],
  "digits-tied-autoencoder": error("rmse", 0.125),
  // At the end neither side wins: a judge that can only guess has a loss of 2 log 2 = 1.39.
  "ring-gan": {
    title: "a judge that is unsure",
    part: "train",
    of: "discriminator/loss",
    atLeast: 1.1,
    atEnd: true,
  },
  // What the losses of the two machines before the tuning reach says little.
  "digits-rbm-finetuning": newSamples(0.96, "tuned/accuracy"),
  "mnist-mlp": newSamples(0.95),
  "mnist-cnn": newSamples(0.98),
};

describe("every example", () => {
  it("has a target to reach", async () => {
    const names = (await readdir(examples)).filter((name) => name.endsWith(".nn.json"));
    expect(names.map((name) => name.replace(".nn.json", "")).sort()).toEqual(Object.keys(targets).sort());
  });

  it.each(Object.keys(targets))("%s has no problems and a position for every node", async (name) => {
    const file = join(workspace, `${name}.nn.json`);
    const { typed, problems } = await openModel(await readFile(file, "utf8"), { file, workspace });
    const expected = name.startsWith("mnist") && !hasMnist ? ["data-file-missing"] : [];
    expect(problems.map(({ code }) => code)).toEqual(expected);
    expect(Object.keys(typed?.graph.layout ?? {})).toEqual([...(typed?.graph.nodes.keys() ?? [])]);
  });
});

describe("trained to completion on the CPU", () => {
  for (const [name, given] of Object.entries(targets)) {
    const wanted = [given].flat();
    it.skipIf(name.startsWith("mnist") && !hasMnist)(
      `${name}: ${wanted.map(({ title }) => title).join(", ")}`,
      { timeout: 240_000 },
      async () => {
        const { epochs } = await train(name);
        for (const { part, of, atLeast, atMost, atEnd } of wanted) {
          const values = (atEnd ? epochs.slice(-1) : epochs).map((epoch) => Number(epoch[part]?.[of] ?? NaN));
          const best = lowerIsBetter(of) ? Math.min(...values) : Math.max(...values);
          expect(best, of).toBeGreaterThanOrEqual(atLeast ?? -Infinity);
          expect(best, of).toBeLessThanOrEqual(atMost ?? Infinity);
        }
      },
    );
  }

  it("ring-gan finds all eight Gaussians", async () => {
    const { run } = await train("ring-gan");
    const points = await valueAt("ring-gan", run, "generator/out.output");
    const found = new Set<number>();
    let near = 0;
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      const nearest = Math.round(Math.atan2(y, x) / (Math.PI / 4));
      const [cx, cy] = [2 * Math.cos((nearest * Math.PI) / 4), 2 * Math.sin((nearest * Math.PI) / 4)];
      if (Math.hypot(x - cx, y - cy) > 0.4) continue;
      near++;
      found.add((nearest + 8) % 8);
    }
    expect(found.size).toBe(8);
    expect(near / (points.length / 2)).toBeGreaterThan(0.7);
  });
});
