import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { uncertainInputs } from "../../../engine/compiler/domainStep";
import { loadDataset } from "../../../engine/data/load";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import type { EngineError } from "../../../engine/training/EngineError";
import { gradientPass } from "../../../engine/training/gradientPass";
import { openModel } from "../../../engine/training/openModel";
import { model, moons } from "./models";
import { folder, openError, train, useFolder } from "./training";

useFolder();

/** Two columns and one of no and yes through one Linear into a loss. */
function table(
  loss: object,
  nodes: Record<string, object> = {},
  edges: string[] = [],
  training = {},
): string {
  return model({
    nodes: {
      data: { type: "Dataset", source: "csv", file: "table.csv", inputs: ["a", "b"], target: "c" },
      scores: { type: "Linear", outFeatures: 1 },
      ...nodes,
      loss,
    },
    edges: ["data.input -> scores", ...edges],
    training: { epochs: 200, batchSize: 4, optimizer: { type: "SGD", learningRate: 1 }, ...training },
  });
}

async function writeTable(targets: readonly number[]): Promise<void> {
  const rows = targets.map((target, i) => `${(i % 4) - 1.5},${((i * 7) % 5) - 2},${target}`);
  await writeFile(join(folder, "table.csv"), ["a,b,c", ...rows].join("\n"));
}
const yesAndNo = Array.from({ length: 20 }, (_, i) => i % 2);
const straight = ["scores -> loss.input", "data.target -> loss.target"];

describe("numbers that a loss does not take", () => {
  it("in the data refuse the run, with the sample and what to do", async () => {
    await writeTable(yesAndNo.map((target) => target + 1));
    const { problems } = await openError({ text: table({ type: "BCEWithLogitsLoss" }, {}, straight) });
    expect(problems).toMatchObject([{ code: "value-out-of-range", node: "data", param: "target" }]);
    expect(problems?.[0]?.message).toContain("ranges from 1 to 2 at loss.target");
    expect(problems?.[0]?.message).toContain("Line 3 of the file is the first with 2.");
  });

  it("in the first batch refuse the run, with the node that gives them", async () => {
    await writeTable(yesAndNo);
    const error = await openError({ text: table({ type: "BCELoss" }, {}, straight) });
    expect(error).toMatchObject({ code: "value-out-of-range", nodeId: "loss" });
    expect(error.message).toMatch(/^At step 1, scores gives numbers from .* but loss.input of BCELoss takes/);
    expect(error.message).toMatch(/ Line \d+ of table.csv is the first of them\.$/);
    expect(error.hint).toContain("put a Sigmoid before the loss, or use BCEWithLogitsLoss");
  });

  it("are none behind a Sigmoid", async () => {
    await writeTable(yesAndNo);
    const edges = ["scores -> p", "p -> loss.input", "data.target -> loss.target"];
    const text = table({ type: "BCELoss" }, { p: { type: "Sigmoid" } }, edges, { epochs: 1 });
    expect((await train({ text })).end).toMatchObject({ status: "completed" });
  });

  it("later on are what a run that has no numbers any more is explained with", async () => {
    await writeTable(yesAndNo);
    // Half at first, and soon on the wrong side of 1.
    const half = {
      type: "Linear",
      outFeatures: 1,
      weightInit: "zeros",
      biasInit: { type: "constant", value: 0.5 },
    };
    const { end } = await train({ text: table({ type: "BCELoss" }, { scores: half }, straight) });
    expect(end).toMatchObject({ status: "failed", error: { code: "value-out-of-range", nodeId: "loss" } });
    expect(end.error?.message).toContain("scores gives numbers from");
    expect(end.step).toBeGreaterThan(1);
  });

  it("stop a run whose loss falls below what it can be", async () => {
    await writeTable(yesAndNo);
    const scores = { type: "Linear", outFeatures: 2, weightInit: "zeros", biasInit: "zeros" };
    const number = { whole: { type: "Cast", dtype: "int32" }, one: { type: "Squeeze", dim: [1] } };
    const edges = ["scores -> loss.input", "data.target -> whole", "whole -> one", "one -> loss.target"];
    const { end } = await train({ text: table({ type: "NLLLoss" }, { scores, ...number }, edges) });
    expect(end).toMatchObject({ status: "failed", step: 2, error: { code: "value-out-of-range" } });
    expect(end.error?.message).toContain("loss.input of NLLLoss takes numbers of at most 0");
    expect(end.error?.hint).toContain("LogSoftmax");
  });

  it("are probabilities that do not add up to 1", async () => {
    await writeTable(yesAndNo);
    const nodes = { scores: { type: "Linear", outFeatures: 2 }, pair: { type: "Concat" } };
    const edges = [
      "data.target -> pair",
      "data.target -> pair2",
      "scores -> loss.input",
      "pair -> loss.target",
    ];
    const text = table(
      { type: "CrossEntropyLoss", target: "probabilities" },
      { ...nodes, pair2: { type: "Identity" } },
      [...edges, "pair2 -> pair"],
    );
    const error = await openError({ text });
    expect(error).toMatchObject({ code: "value-out-of-range" });
    expect(error.message).toContain("add up to between 0 and 2");
  });
});

describe("the sample that brings a number which is not taken", () => {
  /** A product that is 0.5 except in one row, where it is 3. */
  const product = model({
    nodes: {
      data: { type: "Dataset", source: "csv", file: "table.csv", inputs: ["a"], target: "c" },
      scores: { type: "Linear", outFeatures: 1 },
      product: { type: "Multiply" },
      loss: { type: "BCEWithLogitsLoss" },
    },
    edges: [
      "data.input -> scores",
      "scores -> loss.input",
      "data.input -> product",
      "data.target -> product",
      "product -> loss.target",
    ],
    training: { epochs: 2, batchSize: 5 },
  });
  const write = (odd?: number) => {
    const rows = Array.from({ length: 20 }, (_, row) => (row === odd ? "3,1" : "1,0.5"));
    return writeFile(join(folder, "table.csv"), ["a,c", ...rows].join("\n"));
  };
  const rows = async () => {
    await write();
    const place = { file: join(folder, "model.nn.json"), workspace: folder };
    return loadDataset("csv", { file: "table.csv", inputs: ["a"], target: "c" }, place);
  };

  it("is found in the validation part, of which the run is warned once", async () => {
    const { validation } = await rows();
    const last = validation.at(-1)!;
    await write(last);
    const { events, end } = await train({ text: product });
    expect(end.status).toBe("completed");
    const warnings = events.filter(({ event }) => event === "warning");
    expect(warnings).toMatchObject([{ code: "value-out-of-range", nodeId: "loss" }]);
    const [{ message }] = warnings as unknown as readonly [{ message: string }];
    expect(message).toMatch(/^In the validation part, product gives numbers from 0\.5 to 3, but loss.target/);
    expect(message).toContain(`Line ${String(last + 2)} of table.csv is the first of them.`);
  });

  it("is named where it is in the first batch", async () => {
    const { train: samples } = await rows();
    const wrong: string[] = [];
    for (const sample of samples) {
      await write(sample);
      const { error, end } = await openedOrTrained();
      if (error) wrong.push(error.replace(`Line ${String(sample + 2)} of`, "Line of it"));
      else expect(end).toBe("completed");
    }
    // Of 16 samples to train on, five are in the first batch.
    expect(wrong).toHaveLength(5);
    for (const message of wrong) expect(message).toContain("Line of it table.csv is the first of them.");
  });

  async function openedOrTrained(): Promise<{ error?: string; end?: string }> {
    try {
      return { end: (await train({ text: product, steps: 1 })).end.status };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
});

describe("a batch given by hand", () => {
  it.each([
    ["is named where it holds what the loss does not take, though the data do not", [0, 1, 2], true],
    ["is nothing to speak of where it does not", [0, 1, 1], false],
  ])("%s", async (_, targets, isNamed) => {
    await writeTable(yesAndNo);
    const text = table({ type: "BCEWithLogitsLoss" }, {}, straight);
    const place = { file: join(folder, "model.nn.json"), workspace: folder };
    const { typed } = await openModel(text, place);
    const batch = new Map([
      ["input", { shape: [3, 2], data: new Float32Array(6) }],
      ["target", { shape: [3, 1], data: Float32Array.from(targets) }],
    ]);
    const told: EngineError[] = [];
    const results = await gradientPass(typed!, new ReferenceRuntime(), {
      place,
      seed: 1,
      training: true,
      weights: undefined,
      batch,
      warn: (outside) => told.push(outside),
    });
    expect(results.has("loss")).toBe(true);
    expect(told.map(({ message }) => message)).toEqual(
      isNamed
        ? [
            "In the given batch, data.target gives numbers from 0 to 2, but loss.target of BCEWithLogitsLoss takes numbers from 0 to 1. Row 3 of the batch is the first of them.",
          ]
        : [],
    );
  });
});

describe("numbers of rows that the graph computes", () => {
  it("are named where the table has no such row", async () => {
    await writeTable(yesAndNo);
    const nodes = {
      scores: {
        type: "Linear",
        outFeatures: 1,
        weightInit: "zeros",
        biasInit: { type: "constant", value: 9 },
      },
      place: { type: "Cast", dtype: "int32" },
      table: { type: "Embedding", numEmbeddings: 4, embeddingDim: 1 },
      flat: { type: "Flatten" },
    };
    const edges = [
      "scores -> place",
      "place -> table",
      "table -> flat",
      "flat -> loss.input",
      "data.target -> loss.target",
    ];
    const error = await openError({ text: table({ type: "MSELoss" }, nodes, edges) });
    expect(error).toMatchObject({ code: "value-out-of-range", nodeId: "table" });
    expect(error.message).toContain("place gives numbers from 9 to 9");
    expect(error.hint).toBe("Set numEmbeddings to 10.");
  });
});

it("asks nothing of a graph whose data and layers promise the right numbers", async () => {
  const { typed } = await openModel(moons(), { file: join(folder, "moons.nn.json"), workspace: folder });
  expect(uncertainInputs(typed!)).toEqual([]);
});
