import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { uncertainInputs } from "../../../engine/compiler/domainStep";
import { loadDataset } from "../../../engine/data/load";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import type { EngineError } from "../../../engine/run/EngineError";
import { gradientPass } from "../../../engine/training/gradientPass";
import { openModel } from "../../../engine/training/openModel";
import { model, moons } from "./models";
import { folder, openError, train, useFolder } from "./training";

useFolder();

/** A Linear on two columns, and a loss whose target is a column of 0 and 1. */
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
const binary = Array.from({ length: 20 }, (_, i) => i % 2);
const direct = ["scores -> loss.input", "data.target -> loss.target"];

describe("values outside the domain of a loss", () => {
  it("refuse the run if they are in the data, with the sample and what to do", async () => {
    await writeTable(binary.map((target) => target + 1));
    const { problems } = await openError({ text: table({ type: "BCEWithLogitsLoss" }, {}, direct) });
    expect(problems).toMatchObject([{ code: "value-out-of-range", node: "data", param: "target" }]);
    expect(problems?.[0]?.message).toContain("ranges from 1 to 2 at loss.target");
    expect(problems?.[0]?.message).toContain("Line 3 of the file is the first with 2.");
  });

  it("refuse the run if they occur in the first batch, with the node that computes them", async () => {
    await writeTable(binary);
    const error = await openError({ text: table({ type: "BCELoss" }, {}, direct) });
    expect(error).toMatchObject({ code: "value-out-of-range", nodeId: "loss" });
    expect(error.message).toMatch(/^At step 1, scores ranges from .* but loss.input of BCELoss takes/);
    expect(error.message).toMatch(/ The first is on line \d+ of table.csv\.$/);
    expect(error.hint).toContain("put a Sigmoid before the loss, or use BCEWithLogitsLoss");
  });

  it("do not occur after a Sigmoid", async () => {
    await writeTable(binary);
    const edges = ["scores -> p", "p -> loss.input", "data.target -> loss.target"];
    const text = table({ type: "BCELoss" }, { p: { type: "Sigmoid" } }, edges, { epochs: 1 });
    expect((await train({ text })).end).toMatchObject({ status: "completed" });
  });

  it("explain why a loss is not finite if they occur later", async () => {
    await writeTable(binary);
    // 0.5 at first, and soon greater than 1.
    const half = {
      type: "Linear",
      outFeatures: 1,
      weightInit: "zeros",
      biasInit: { type: "constant", value: 0.5 },
    };
    const { end } = await train({ text: table({ type: "BCELoss" }, { scores: half }, direct) });
    expect(end).toMatchObject({ status: "failed", error: { code: "value-out-of-range", nodeId: "loss" } });
    expect(end.error?.message).toContain("scores ranges from");
    expect(end.step).toBeGreaterThan(1);
  });

  it("stop a run whose loss becomes negative although it cannot be", async () => {
    await writeTable(binary);
    const scores = { type: "Linear", outFeatures: 2, weightInit: "zeros", biasInit: "zeros" };
    const number = { whole: { type: "Cast", dtype: "int32" }, one: { type: "Squeeze", dim: [1] } };
    const edges = ["scores -> loss.input", "data.target -> whole", "whole -> one", "one -> loss.target"];
    const { end } = await train({ text: table({ type: "NLLLoss" }, { scores, ...number }, edges) });
    expect(end).toMatchObject({ status: "failed", step: 2, error: { code: "value-out-of-range" } });
    expect(end.error?.message).toContain("loss.input of NLLLoss takes numbers of at most 0");
    expect(end.error?.hint).toContain("LogSoftmax");
  });

  it("include probabilities that do not sum to 1", async () => {
    await writeTable(binary);
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
    expect(error.message).toContain("sum to between 0 and 2");
  });
});

describe("the sample with an out-of-domain value", () => {
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

  it("is found in the validation set, with one warning", async () => {
    const { validation } = await rows();
    const last = validation.at(-1)!;
    await write(last);
    const { events, end } = await train({ text: product });
    expect(end.status).toBe("completed");
    const warnings = events.filter(({ event }) => event === "warning");
    expect(warnings).toMatchObject([{ code: "value-out-of-range", nodeId: "loss" }]);
    const [{ message }] = warnings as unknown as readonly [{ message: string }];
    expect(message).toMatch(/^In the validation set, product ranges from 0\.5 to 3, but loss.target/);
    expect(message).toContain(`The first is on line ${String(last + 2)} of table.csv.`);
  });

  it("is named if it is in the first batch", async () => {
    const { train: samples } = await rows();
    const wrong: string[] = [];
    for (const sample of samples) {
      await write(sample);
      const { error, end } = await openedOrTrained();
      if (error) wrong.push(error.replace(`line ${String(sample + 2)} of`, "the right line of"));
      else expect(end).toBe("completed");
    }
    // Five of the 16 training samples are in the first batch.
    expect(wrong).toHaveLength(5);
    for (const message of wrong) expect(message).toContain("The first is on the right line of table.csv.");
  });

  async function openedOrTrained(): Promise<{ error?: string; end?: string }> {
    try {
      return { end: (await train({ text: product, steps: 1 })).end.status };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
});

describe("a given batch", () => {
  it.each([
    ["causes a warning if its values are outside the loss's domain, unlike the data", [0, 1, 2], true],
    ["causes no warning if they are in the domain", [0, 1, 1], false],
  ])("%s", async (_, targets, warns) => {
    await writeTable(binary);
    const text = table({ type: "BCEWithLogitsLoss" }, {}, direct);
    const place = { file: join(folder, "model.nn.json"), workspace: folder };
    const { typed } = await openModel(text, place);
    const batch = new Map([
      ["input", { shape: [3, 2], data: new Float32Array(6) }],
      ["target", { shape: [3, 1], data: Float32Array.from(targets) }],
    ]);
    const warnings: EngineError[] = [];
    const results = await gradientPass(typed!, new ReferenceRuntime(), {
      place,
      seed: 1,
      training: true,
      weights: undefined,
      batch,
      warn: (outOfDomain) => warnings.push(outOfDomain),
    });
    expect(results.has("loss")).toBe(true);
    expect(warnings.map(({ message }) => message)).toEqual(
      warns
        ? [
            "In the given batch, data.target ranges from 0 to 2, but loss.target of BCEWithLogitsLoss takes numbers from 0 to 1. The first is in row 3 of the batch.",
          ]
        : [],
    );
  });
});

describe("embedding indices that the graph computes", () => {
  it("refuse the run if the table has no such row", async () => {
    await writeTable(binary);
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
    expect(error.message).toContain("place ranges from 9 to 9");
    expect(error.hint).toBe("Set numEmbeddings to 10.");
  });
});

describe("numbers that the graph computes for a function", () => {
  const constant = (value: number) => ({
    type: "Linear",
    outFeatures: 1,
    weightInit: "zeros",
    biasInit: { type: "constant", value },
  });
  const edges = ["scores -> f", "f -> loss.input", "data.target -> loss.target"];

  it.each([
    [{ type: "Log" }, 0, "f.input of Log takes numbers above 0", "Clamp before it, with a min above 0"],
    [{ type: "Sqrt" }, -1e-6, "f.input of Sqrt takes numbers of at least 0", "Clamp with a min of 0"],
    [{ type: "Power", exponent: -1.5 }, 0, "f.input of Power takes numbers above 0", "with a min above 0"],
  ])("refuse the run if %j is not defined at %f", async (f, value, message, hint) => {
    await writeTable(binary);
    const nodes = { scores: constant(value), f };
    const error = await openError({ text: table({ type: "MSELoss" }, nodes, edges) });
    expect(error).toMatchObject({ code: "value-out-of-range", nodeId: "f" });
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it.each([
    [{ type: "Log" }, 1e-6],
    [{ type: "Sqrt" }, 1e-6],
    [{ type: "Power", exponent: -1 }, -2],
    [{ type: "Power", exponent: 1.5 }, 0],
  ])("are fine if %j is defined at %f", async (f, value) => {
    await writeTable(binary);
    const nodes = { scores: constant(value), f };
    const text = table({ type: "MSELoss" }, nodes, edges, {
      optimizer: { type: "SGD", learningRate: 1e-15 },
    });
    expect((await train({ text, steps: 1 })).end).toMatchObject({ status: "completed" });
  });
});

it("needs no check for a graph whose data and layers guarantee values in the domain", async () => {
  const { typed } = await openModel(moons(), { file: join(folder, "moons.nn.json"), workspace: folder });
  expect(uncertainInputs(typed!)).toEqual([]);
});
