import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomSequence, purposes } from "../../../engine/data/random";
import { decodeSafetensors, type SafeTensor } from "../../../engine/interop/safetensors";
import { generate, type GenerationOptions } from "../../../engine/generation/generate";
import { Predictor } from "../../../engine/prediction/Predictor";
import { decodeClass, encodePrompt } from "../../../engine/generation/prompt";
import { sample } from "../../../engine/generation/sample";
import { expectSequencePorts } from "../../../engine/generation/sequencePorts";
import { describeError } from "../../../engine/training/describeError";
import { openModel } from "../../../engine/training/openModel";
import { model, moons } from "../training/models";
import { folder, train, useFolder } from "../training/training";
import { evaluate } from "../prediction/evaluate";

useFolder();

describe("continuing a sequence", () => {
  it.each(["lstm", "attention"] as const)(
    "repeats the pattern that a tiny model learned (%s)",
    async (kind) => {
      const text = await language(kind, { text: "abcd".repeat(200), epochs: 12, rate: 0.03, window: 5 });
      const { end } = await train({ text });
      const predictor = await open(text, end.run);
      const ports = expectSequencePorts(predictor);
      const generated = await all(predictor, { prompt: encodePrompt(ports, "cda"), length: 20 });
      const written = generated.map((index) => decodeClass(ports, index)).join("");
      expect(written).toBe("bcdabcdabcdabcdabcda");
      await predictor.dispose();
    },
  );

  it.each(["lstm", "attention"] as const)(
    "reads exactly the scores at the last position (%s)",
    async (kind) => {
      const text = await language(kind, { text: mixed, epochs: 1, rate: 0.01 });
      const { end } = await train({ text, steps: 3 });
      const predictor = await open(text, end.run);
      const weights = await weightsOf(end.run);
      const { typed } = await openModel(text, place());
      const prompt = [0, 3, 1];
      const generated = await all(predictor, { prompt, length: 9 });
      const sequence = [...prompt];
      for (const next of generated) {
        // The window itself, without anything behind it: by a model whose window is as long as what is known.
        const seen = sequence.slice(-6);
        const filled = [...seen, ...new Array<number>(6 - seen.length).fill(2)];
        const scores = await evaluate(typed!, weights, { "text.input": filled }, "scores", "output");
        expect(next).toBe(argmax(scores.slice((seen.length - 1) * 4, seen.length * 4)));
        sequence.push(next);
      }
      await predictor.dispose();
    },
  );

  it("carries the state of a recurrent layer over any number of windows", async () => {
    const carried = await language("lstm", { text: mixed, epochs: 1, rate: 0.05, carry: true });
    const { end } = await train({ text: carried, steps: 8 });
    const predictor = await open(carried, end.run);
    const weights = await weightsOf(end.run);
    for (const prompt of [[1], [3, 0, 2, 2, 1], [3, 0, 2, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1]]) {
      const generated = await all(predictor, { prompt, length: 15 });
      const whole = [...prompt, ...generated];
      // One window for the whole sequence, from zeros: the same state at each position.
      const long = carried.replace('"window": 6', `"window": ${whole.length}`);
      const { typed } = await openModel(long, place());
      const scores = await evaluate(typed!, weights, { "text.input": whole }, "scores", "output");
      for (const [i, next] of generated.entries()) {
        const position = prompt.length + i - 1;
        expect(next).toBe(argmax(scores.slice(position * 4, (position + 1) * 4)));
      }
    }
    await predictor.dispose();
  });

  it("decodes from the start token, with the source in sight", async () => {
    const text = translator;
    const { end } = await train({ text, steps: 3 });
    const predictor = await open(text, end.run);
    const ports = expectSequencePorts(predictor);
    expect(ports).toMatchObject({ start: 3, window: 4, classes: { input: 4, output: 3 } });
    const source = [2, 0, 1, 1];
    const given = new Map([["data.source", { shape: [4], data: Int32Array.from(source) }]]);
    const generated = await all(predictor, { prompt: encodePrompt(ports, ""), length: 50, given });
    expect(generated).toHaveLength(4);
    const { typed } = await openModel(text, place());
    const feeds = { "data.source": source, "data.input": [3, ...generated.slice(0, 3)] };
    const scores = await evaluate(typed!, await weightsOf(end.run), feeds, "scores", "output");
    expect(generated).toEqual([0, 1, 2, 3].map((step) => argmax(scores.slice(step * 3, step * 3 + 3))));
    await predictor.dispose();
  });

  it("refuses a model that sees what follows", async () => {
    const text = await language("attention", { text: mixed, epochs: 1, rate: 0.01, causal: false });
    const { end } = await train({ text, steps: 3 });
    const predictor = await open(text, end.run);
    const error = await all(predictor, { prompt: [0, 1], length: 1 }).catch(describeError);
    expect(error).toMatchObject({ code: "not-causal" });
    await predictor.dispose();
    const run = (await train({ text: moons(), steps: 2 })).end.run;
    const classifier = await open(moons(), run);
    expect(await all(classifier, { prompt: [0], length: 1 }).catch(describeError)).toMatchObject({
      code: "not-a-sequence-model",
    });
    await classifier.dispose();
  });

  it("says which characters of a prompt are unknown, and where", async () => {
    const text = await language("lstm", { text: mixed, epochs: 1, rate: 0.01 });
    const { end } = await train({ text, steps: 1 });
    const predictor = await open(text, end.run);
    const ports = expectSequencePorts(predictor);
    expect(() => encodePrompt(ports, "aébx")).toThrow('"é" at 2, "x" at 4');
    expect(() => encodePrompt(ports, "")).toThrow("empty");
    await predictor.dispose();
  });
});

describe("drawing a class", () => {
  const logs = Float32Array.from([0.5, 0.3, 0.15, 0.05].map(Math.log));
  /** How often each class is drawn in 20,000 draws. */
  const frequencies = (options: { temperature: number; topK?: number }) => {
    const random = randomSequence(3, purposes.sampling);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[sample(logs, options, random)]! += 1 / 20_000;
    return counts;
  };
  const expectClose = (actual: number[], expected: number[]) => {
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 1.7);
  };

  it("follows the probabilities, sharpened by the temperature and cut to the most likely", () => {
    expectClose(frequencies({ temperature: 1 }), [0.5, 0.3, 0.15, 0.05]);
    // Squares: 0.25, 0.09, 0.0225, 0.0025 of 0.365.
    expectClose(frequencies({ temperature: 0.5 }), [0.685, 0.247, 0.062, 0.007]);
    expectClose(frequencies({ temperature: 1, topK: 2 }), [0.625, 0.375, 0, 0]);
    expect(frequencies({ temperature: 1, topK: 2 }).slice(2)).toEqual([0, 0]);
    expect(frequencies({ temperature: 0 })[0]).toBeCloseTo(1);
    expect(frequencies({ temperature: 2, topK: 1 })[0]).toBeCloseTo(1);
  });

  it("is the same for the same seed", async () => {
    const text = await language("lstm", { text: mixed, epochs: 1, rate: 0.01 });
    const { end } = await train({ text, steps: 1 });
    const predictor = await open(text, end.run);
    const draw = (seed: number) => all(predictor, { prompt: [1], length: 30, temperature: 1, seed });
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
    await predictor.dispose();
  });
});

function place() {
  return { file: join(folder, "m.nn.json"), workspace: folder };
}

function open(text: string, weights: string): Promise<Predictor> {
  return Predictor.open({ ...place(), text, weights, checkpoint: "last", device: "cpu" });
}

async function all(
  predictor: Predictor,
  options: Pick<GenerationOptions, "prompt" | "length"> & Partial<GenerationOptions>,
): Promise<number[]> {
  const found: number[] = [];
  for await (const index of generate(predictor, { temperature: 0, seed: 1, ...options })) found.push(index);
  return found;
}

async function weightsOf(run: string): Promise<ReadonlyMap<string, SafeTensor>> {
  return decodeSafetensors(await readFile(join(run, "checkpoints/last.safetensors"))).tensors;
}

function argmax(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores));
}

const mixed = Array.from({ length: 400 }, (_, i) => "abcd"[(i * i + (i >> 2)) % 4]).join("");

/** A small model of text. */
async function language(
  kind: "lstm" | "attention",
  {
    text,
    epochs,
    rate,
    carry = false,
    causal = true,
    window = 6,
  }: { text: string; epochs: number; rate: number; carry?: boolean; causal?: boolean; window?: number },
): Promise<string> {
  await writeFile(join(folder, "some.txt"), text);
  const middle: { nodes: Record<string, object>; edges: string[] } =
    kind === "lstm"
      ? {
          nodes: { lstm: { type: "LSTM", hiddenSize: 12, ...(carry && { carry }) } },
          edges: ["embed -> lstm", "lstm -> scores"],
        }
      : {
          nodes: {
            places: { type: "PositionalEncoding" },
            sum: { type: "Add" },
            attention: { type: "MultiheadAttention", numHeads: 2, causal },
          },
          edges: [
            "embed -> places",
            "places -> attention.query",
            "places -> attention.key",
            "places -> attention.value",
            "places -> sum",
            "attention -> sum",
            "sum -> scores",
          ],
        };
  return model({
    nodes: {
      text: {
        type: "Dataset",
        source: "text",
        file: "some.txt",
        window,
        ...(carry && { order: "sequential" }),
      },
      embed: { type: "Embedding", numEmbeddings: 4, embeddingDim: 8 },
      ...middle.nodes,
      scores: { type: "Linear", outFeatures: 4 },
      loss: { type: "CrossEntropyLoss", dim: -1 },
    },
    edges: ["text.input -> embed", ...middle.edges, "scores -> loss.input", "text.target -> loss.target"],
    training: { epochs, batchSize: 8, optimizer: { type: "Adam", learningRate: rate } },
  });
}

/** An encoder and a decoder of recurrent layers. */
const translator = model({
  nodes: {
    data: { type: "Dataset", source: "reverse", samples: 40, length: 4, vocabulary: 3 },
    embedSource: { type: "Embedding", numEmbeddings: 3, embeddingDim: 6 },
    encoder: { type: "GRU", hiddenSize: 10 },
    embed: { type: "Embedding", numEmbeddings: 4, embeddingDim: 6 },
    decoder: { type: "GRU", hiddenSize: 10 },
    scores: { type: "Linear", outFeatures: 3 },
    loss: { type: "CrossEntropyLoss", dim: -1 },
  },
  edges: [
    "data.source -> embedSource",
    "embedSource -> encoder",
    "data.input -> embed",
    "embed -> decoder",
    "encoder.hidden -> decoder.hidden0",
    "decoder -> scores",
    "scores -> loss.input",
    "data.target -> loss.target",
  ],
  training: { batchSize: 8, optimizer: { type: "Adam", learningRate: 0.02 } },
});
