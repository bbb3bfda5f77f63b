import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "../engine/training/openModel";
import { Trainer } from "../engine/training/Trainer";
import type { EpochEvent, RunEvent } from "../engine/server/protocol";
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
  readonly of: "accuracy" | "loss";
  readonly atLeast?: number;
  readonly atMost?: number;
}

const newSamples = (atLeast: number): Figure => ({
  title: `${String(100 * atLeast)} % of new samples`,
  part: "validation",
  of: "accuracy",
  atLeast,
});

/** What each example is for. The best epoch counts: its weights are in the checkpoint that is kept as the best. */
const figures: Readonly<Record<string, Figure>> = {
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
  "sine-lstm": { title: "an error of 0.006", part: "validation", of: "loss", atMost: 0.006 },
  "sine-gru": { title: "an error of 0.006", part: "validation", of: "loss", atMost: 0.006 },
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
    expect(Object.keys(typed?.graph.layout ?? {})).toEqual([...(typed?.nodes.keys() ?? [])]);
  });
});

describe("trained to its end on the CPU", () => {
  for (const [name, figure] of Object.entries(figures)) {
    it.skipIf(name.startsWith("mnist") && !hasMnist)(
      `${name}: ${figure.title}`,
      { timeout: 240_000 },
      async () => {
        const values = (await train(name)).map((epoch) => Number(epoch[figure.part]?.[figure.of] ?? NaN));
        const best = figure.of === "loss" ? Math.min(...values) : Math.max(...values);
        expect(best).toBeGreaterThanOrEqual(figure.atLeast ?? -Infinity);
        expect(best).toBeLessThanOrEqual(figure.atMost ?? Infinity);
      },
    );
  }
});
