import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluationStep } from "../../../engine/compiler/evaluationStep";
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from "../../../engine/interop/safetensors";
import { Predictor, type PredictorOptions } from "../../../engine/prediction/Predictor";
import { describeError } from "../../../engine/training/describeError";
import { openModel } from "../../../engine/training/openModel";
import { following, model, moons } from "../training/models";
import { folder, train, useFolder } from "../training/training";
import { evaluate } from "./evaluate";

useFolder();

const point = (...values: number[]): SafeTensor => ({
  shape: [values.length / 2, 2],
  data: Float32Array.from(values),
});

describe("a predictor", () => {
  it("computes what the model computes in evaluation mode, with any number of samples", async () => {
    const { end } = await train({ text: moons({ epochs: 1 }) });
    const predictor = await open({ text: moons(), weights: end.run });
    expect(predictor.inputs.map(({ path }) => path)).toEqual(["data.input"]);
    expect(predictor.outputs).toMatchObject([{ path: "logits.output", reads: "classes" }]);
    const { tensors } = decodeSafetensors(await readFile(join(end.run, "checkpoints/best.safetensors")));
    const values = Array.from({ length: 2 * 131 }, (_, i) => Math.sin(i));
    const expected = logits(tensors, values);
    for (const count of [1, 64, 65, 131]) {
      const given = new Map([["data.input", point(...values.slice(0, 2 * count))]]);
      const [predicted] = await predictor.predict(given);
      expect(predicted!.shape).toEqual([count, 2]);
      closeTo(predicted!.data, expected.slice(0, 2 * count));
      expect(predicted!.read!.shape).toEqual([count, 1, 2]);
      closeTo(predicted!.read!.data, logSoftmax(expected).slice(0, 2 * count));
    }
    await predictor.dispose();
  });

  it("uses the averages of the weights if the run has them", async () => {
    const text = following({ epochs: 1 });
    const { end } = await train({ text });
    const { typed } = await openModel(text, place());
    const { tensors } = decodeSafetensors(await readFile(join(end.run, "checkpoints/best.safetensors")));
    const predictor = await open({ text, weights: end.run, outputs: ["logits"] });
    const given = new Map([["data.input", point(0.3, -0.2)]]);
    const [predicted] = await predictor.predict(given);
    const withMeans = new Map(
      [...tensors].map(([name, tensor]) => [name, tensors.get(`${name}/ema`) ?? tensor] as const),
    );
    const expected = await evaluate(typed!, withMeans, { "data.input": [0.3, -0.2] }, "logits", "output");
    closeTo(predicted!.data, expected);
    const plain = await evaluate(typed!, tensors, { "data.input": [0.3, -0.2] }, "logits", "output");
    expect(Math.abs(plain[0]! - expected[0]!)).toBeGreaterThan(1e-5);
    // Validation sees the same.
    expect(evaluationStep(typed!, 1).program.state.some(({ name }) => name.endsWith("/ema"))).toBe(true);
    await predictor.dispose();
  });

  it("starts in the middle of the model if a port is given", async () => {
    const { end } = await train({ text: moons(), steps: 4 });
    const whole = await open({ text: moons(), weights: end.run, outputs: ["hidden", "logits"] });
    const [hidden, logits] = await whole.predict(new Map([["data.input", point(0.5, 0.1)]]));
    const rest = await open({ text: moons(), weights: end.run, given: ["hidden"] });
    expect(rest.inputs.map(({ path }) => path)).toEqual(["hidden.output"]);
    const [again] = await rest.predict(new Map([["hidden.output", hidden!]]));
    closeTo(again!.data, [...logits!.data]);
    await whole.dispose();
    await rest.dispose();
  });

  it("generates samples with a trained generator, the same for the same seed", async () => {
    const text = gan;
    const { end } = await train({ text, steps: 3 });
    const predictor = await open({ text, weights: end.run });
    expect(predictor.inputs).toEqual([]);
    expect(predictor.outputs.map(({ path }) => path)).toEqual(["generator/out.output"]);
    const drawn = async (seed: number) => [
      ...(await predictor.predict(new Map(), { count: 70, seed }))[0]!.data,
    ];
    const first = await drawn(1);
    expect(first).toHaveLength(140);
    expect(await drawn(1)).toEqual(first);
    expect(await drawn(2)).not.toEqual(first);
    expect(new Set(first).size).toBe(140);
    const steered = await open({ text, weights: end.run, outputs: ["generator.point"], given: ["noise"] });
    expect(steered.inputs.map(({ path }) => path)).toEqual(["noise.output"]);
    await predictor.dispose();
    await steered.dispose();
  });

  it("needs no data file: the run has saved what its data were", async () => {
    const text = tableModel;
    await writeFile(join(folder, "animals.csv"), animals);
    const { end } = await train({ text, steps: 4 });
    await rm(join(folder, "animals.csv"));
    const predictor = await open({ text, weights: end.run });
    expect(predictor.outputs[0]).toMatchObject({ classNames: ["cat", "dog"], reads: "classes" });
    await predictor.dispose();
    await rm(join(end.run, "data.json"));
    expect(await refusal({ text, weights: end.run })).toMatchObject({
      code: "model-has-problems",
      message: expect.stringContaining("animals.csv") as string,
    });
  });
});

describe("bad input to a predictor", () => {
  it("is named with its place", async () => {
    const { end } = await train({ text: moons(), steps: 2 });
    const weights = end.run;
    const predictor = await open({ text: moons(), weights });
    const error = async (given: Record<string, SafeTensor>) =>
      predictor
        .predict(new Map(Object.entries(given)))
        .then(() => expect.fail("it was accepted"), describeError);
    expect(await error({})).toMatchObject({
      code: "input-missing",
      message: "The prediction needs data.input (2).",
    });
    expect(await error({ "data.input": point(0, 1), "data.label": point(0, 0) })).toMatchObject({
      code: "input-not-needed",
    });
    expect(await error({ "data.input": { shape: [3], data: new Float32Array(3) } })).toMatchObject({
      code: "input-shape",
      message: "data.input is [3], but a sample has the shape 2.",
    });
    expect(await error({ "data.input": point(0, 1, 2, NaN) })).toMatchObject({
      message: "data.input is NaN or infinite in sample 2.",
    });
    expect(await refusal({ text: moons(), weights, outputs: ["logit"] })).toMatchObject({
      code: "unknown-port",
      hint: 'Do you mean "logits"?',
    });
    expect(await refusal({ text: moons(), weights, checkpoint: 7 })).toMatchObject({
      code: "no-such-checkpoint",
    });
    expect(await refusal({ text: moons(), weights: folder })).toMatchObject({ code: "no-such-checkpoint" });
    await predictor.dispose();
  });

  it("includes weights of another model, and class indices that do not exist", async () => {
    const { end } = await train({ text: moons(), steps: 2 });
    const wider = moons(
      {},
      { hidden: { type: "Linear", outFeatures: 5 }, logits: { type: "Linear", outFeatures: 2 } },
    );
    expect((await refusal({ text: wider, weights: end.run })).message).toMatch(
      /are not those of this model: other shapes have hidden\.weight \[16, 2\] → \[5, 2\]/,
    );
    const other = moons().replaceAll("hidden", "middle");
    expect((await refusal({ text: other, weights: end.run })).message).toMatch(
      /it has no middle\.weight, middle\.bias\.$/,
    );
    const file = join(folder, "w.safetensors");
    await writeFile(
      file,
      encodeSafetensors(new Map([["embed.weight", { shape: [4, 2], data: new Float32Array(8) }]])),
    );
    const predictor = await open({ text: embedding, weights: file });
    const error = async (data: number[]) =>
      predictor
        .predict(new Map([["word.output", { shape: [1, data.length], data: Float32Array.from(data) }]]))
        .then(() => expect.fail("it was accepted"), describeError);
    expect(await error([1, 4, 0])).toMatchObject({
      code: "input-out-of-range",
      message: "Sample 1 of word.output contains 4, but it takes whole numbers from 0 to 3.",
    });
    expect(await error([1, 0.5, 0])).toMatchObject({ code: "input-dtype" });
    await predictor.dispose();
  });
});

function place() {
  return { file: join(folder, "m.nn.json"), workspace: folder };
}

function open(
  options: Pick<PredictorOptions, "text" | "weights"> & Partial<PredictorOptions>,
): Promise<Predictor> {
  return Predictor.open({ ...place(), device: "cpu", ...options });
}

function refusal(options: Parameters<typeof open>[0]) {
  return open(options).then(() => expect.fail("it was opened"), describeError);
}

/** The moons model by hand, without dropout. */
function logits(tensors: ReadonlyMap<string, SafeTensor>, points: readonly number[]): number[] {
  const linear = (x: readonly number[], node: string) => {
    const { shape, data } = tensors.get(`${node}.weight`)!;
    const bias = tensors.get(`${node}.bias`)!.data;
    return Array.from(bias, (start, row) =>
      x.reduce((sum, value, column) => sum + value * data[row * shape[1]! + column]!, start),
    );
  };
  return Array.from({ length: points.length / 2 }, (_, i) =>
    linear(
      linear(points.slice(2 * i, 2 * i + 2), "hidden").map((value) => Math.max(0, value)),
      "logits",
    ),
  ).flat();
}

function logSoftmax(scores: readonly number[]): number[] {
  return scores.map((value, i) => {
    const [a, b] = [scores[i - (i % 2)]!, scores[i - (i % 2) + 1]!];
    return value - Math.log(Math.exp(a) + Math.exp(b));
  });
}

function closeTo(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 4);
}

const animals = "weight,kind\n4,cat\n5,cat\n20,dog\n30,dog\n6,cat\n25,dog\n";
const tableModel = model({
  nodes: {
    data: {
      type: "Dataset",
      source: "csv",
      file: "animals.csv",
      inputs: ["weight"],
      target: "kind",
      classes: true,
    },
    logits: { type: "Linear", outFeatures: 2 },
    loss: { type: "CrossEntropyLoss" },
  },
  edges: ["data.input -> logits", "logits -> loss.input", "data.target -> loss.target"],
  training: { batchSize: 2 },
});
const embedding = model({
  nodes: {
    word: { type: "Input", shape: [3], dtype: "int32" },
    embed: { type: "Embedding", numEmbeddings: 4, embeddingDim: 2 },
  },
  edges: ["word -> embed"],
});
const gan = model({
  blocks: {
    Generator: {
      inputs: ["noise"],
      outputs: ["point"],
      nodes: {
        hidden: { type: "Linear", outFeatures: 8 },
        relu: { type: "ReLU" },
        out: { type: "Linear", outFeatures: 2 },
      },
      edges: ["noise -> hidden", "hidden -> relu", "relu -> out", "out -> point"],
    },
  },
  nodes: {
    ring: { type: "Dataset", source: "ring", samples: 100, validation: 0 },
    noise: { type: "Noise", shape: [2] },
    generator: { type: "Generator" },
    judge: { type: "Linear", outFeatures: 1 },
    judgeFake: { type: "Linear", outFeatures: 1, weightsOf: "judge" },
    yes: { type: "Constant", value: 1 },
    no: { type: "Constant", value: 0 },
    real: { type: "BCEWithLogitsLoss" },
    fake: { type: "BCEWithLogitsLoss" },
    fool: { type: "BCEWithLogitsLoss" },
  },
  edges: [
    "ring.input -> judge",
    "noise -> generator",
    "generator -> judgeFake",
    "judge -> real.input",
    "yes -> real.target",
    "judgeFake -> fake.input",
    "no -> fake.target",
    "judgeFake -> fool.input",
    "yes -> fool.target",
  ],
  training: {
    batchSize: 10,
    objectives: {
      discriminator: { losses: ["real", "fake"], updates: ["judge"] },
      generator: { losses: ["fool"], updates: ["generator"] },
    },
  },
});
