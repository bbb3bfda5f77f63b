import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { uncertainInputs } from "../../../engine/compiler/domainStep";
import { openModel } from "../../../engine/training/openModel";
import { model, moons } from "./models";
import { folder, openError, train } from "./training";

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
    expect(problems?.[0]?.message).toContain("runs from 1 to 2 at loss.target");
    expect(problems?.[0]?.message).toContain("Sample 2 is the first with 2.");
  });

  it("in the first batch refuse the run, with the node that gives them", async () => {
    await writeTable(yesAndNo);
    const error = await openError({ text: table({ type: "BCELoss" }, {}, straight) });
    expect(error).toMatchObject({ code: "value-out-of-range", nodeId: "loss" });
    expect(error.message).toMatch(/^At step 1, scores gives numbers from .* but loss.input of BCELoss takes/);
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
