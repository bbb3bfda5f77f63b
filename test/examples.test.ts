import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metricCalled } from "../engine/metrics";
import { openModel } from "../engine/training/openModel";
import { Trainer } from "../engine/training/Trainer";
import type { EpochEvent, RunEvent } from "../engine/run/events";
import { dataFile } from "./dataFolder";

const examples = fileURLToPath(new URL("../examples", import.meta.url));
const mnist = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
const mnistFiles = mnist.flatMap((name) => dataFile(name) ?? []);
const hasMnist = mnistFiles.length === mnist.length;

/** A copy of the examples as a person would have it, with MNIST's files where they belong. */
let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), "netloom-examples-"));
  for (const name of await readdir(examples))
    if (name.endsWith(".nn.json")) await copyFile(join(examples, name), join(workspace, name));
  await mkdir(join(workspace, "data/mnist"), { recursive: true });
  for (const [index, file] of mnistFiles.entries())
    await copyFile(file, join(workspace, "data/mnist", mnist[index]!));
});
afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
});

/** The figures of every epoch when an example is trained to its end on the CPU. */
async function train(name: string): Promise<readonly EpochEvent[]> {
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
  return events.filter((event) => event.event === "epoch");
}

interface Figure {
  readonly title: string;
  readonly part: "train" | "validation";
  /** The loss, or a metric by its name. */
  readonly of: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The last epoch counts, not the best. */
  readonly inTheEnd?: boolean;
}

const newSamples = (atLeast: number, of = "accuracy"): Figure => ({
  title: `${String(100 * atLeast)} % of new samples`,
  part: "validation",
  of,
  atLeast,
});
const error = (of: string, atMost: number): Figure => ({
  title: `${of} at most ${String(atMost)}`,
  part: "validation",
  of,
  atMost,
});

function lowerIsBetter(figure: string): boolean {
  const metric = metricCalled(figure.split(".").at(-1)!);
  return figure === "loss" || (metric?.kind === "number" && metric.better === "lower");
}

/** What each example is for. The best epoch counts: its weights are in the checkpoint that is kept as the best. */
const figures: Readonly<Record<string, Figure | readonly Figure[]>> = {
  "and-perceptron": { title: "learns AND", part: "train", of: "accuracy", atLeast: 1 },
  // An epoch without a mistake would change no weight, and no weights make no mistake on XOR.
  "xor-perceptron": { title: "never learns XOR", part: "train", of: "accuracy", atMost: 0.75 },
  "xor-mlp": { title: "learns XOR", part: "train", of: "accuracy", atLeast: 1 },
  "spirals-mlp": newSamples(0.97),
  "digits-mlp": newSamples(0.97),
  "digits-cnn": newSamples(0.985),
  "digits-lstm": newSamples(0.97),
  "digits-gru": newSamples(0.97),
  // The noise alone, of deviation 0.05, makes a mean squared error of 0.0025.
  "sine-lstm": error("loss", 0.006),
  "sine-gru": error("loss", 0.006),
  "sine-tcn": { title: "97 % of the variance", part: "validation", of: "r2", atLeast: 0.97 },
  "moons-lbfgs": newSamples(0.99),
  "moons-regularisation": [
    { ...error("decayed.perplexity", 1.8), inTheEnd: true },
    { ...error("dropped.perplexity", 2.5), inTheEnd: true },
    {
      title: "without either it trusts its mistakes",
      part: "validation",
      of: "plain.perplexity",
      atLeast: 3.5,
      inTheEnd: true,
    },
  ],
  "digits-lenet": newSamples(0.985),
  "digits-resnet": newSamples(0.99),
  "digits-vit": newSamples(0.96),
  "digits-bigru": newSamples(0.98),
  "digits-autoencoder": error("rmse", 0.125),
  // The noise has 0.5 before it is taken away.
  "digits-unet": error("rmse", 0.13),
  // Of a code that says nothing about the digit the divergence is 0, and the pixels' error over 0.1.
  "digits-vae": [
    error("loss", 8.5),
    error("reconstruction.mae", 0.06),
    { title: "a code that tells", part: "validation", of: "divergence.mae", atLeast: 1, inTheEnd: true },
  ],
  "digits-dbn": [error("rmse", 0.12), newSamples(0.93, "classes.accuracy")],
  // One of 64 keys is the right one.
  "digits-contrastive": [newSamples(0.7, "match.accuracy"), newSamples(0.96, "classes.accuracy")],
  "mnist-mlp": newSamples(0.95),
  "mnist-cnn": newSamples(0.98),
};

describe("every example", () => {
  it("has a figure to reach", async () => {
    const names = (await readdir(examples)).filter((name) => name.endsWith(".nn.json"));
    expect(names.map((name) => name.replace(".nn.json", "")).sort()).toEqual(Object.keys(figures).sort());
  });

  it.each(Object.keys(figures))("%s has no problems and a place for every node", async (name) => {
    const file = join(workspace, `${name}.nn.json`);
    const { typed, problems } = await openModel(await readFile(file, "utf8"), { file, workspace });
    const expected = name.startsWith("mnist") && !hasMnist ? ["data-file-missing"] : [];
    expect(problems.map(({ code }) => code)).toEqual(expected);
    expect(Object.keys(typed?.graph.layout ?? {})).toEqual([...(typed?.graph.nodes.keys() ?? [])]);
  });
});

describe("trained to its end on the CPU", () => {
  for (const [name, given] of Object.entries(figures)) {
    const wanted = [given].flat();
    it.skipIf(name.startsWith("mnist") && !hasMnist)(
      `${name}: ${wanted.map(({ title }) => title).join(", ")}`,
      { timeout: 240_000 },
      async () => {
        const epochs = await train(name);
        for (const { part, of, atLeast, atMost, inTheEnd } of wanted) {
          const values = (inTheEnd ? epochs.slice(-1) : epochs).map((epoch) =>
            Number(epoch[part]?.[of] ?? NaN),
          );
          const best = lowerIsBetter(of) ? Math.min(...values) : Math.max(...values);
          expect(best, of).toBeGreaterThanOrEqual(atLeast ?? -Infinity);
          expect(best, of).toBeLessThanOrEqual(atMost ?? Infinity);
        }
      },
    );
  }
});
