import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../../engine/interop/safetensors";
import { generate } from "../../../engine/generation/generate";
import { Predictor } from "../../../engine/prediction/Predictor";
import { decodeClass, encodePrompt } from "../../../engine/generation/prompt";
import { expectSequencePorts } from "../../../engine/generation/sequencePorts";
import type {
  GenerationQuestion,
  GivenInput,
  Predictable,
  PredictionAnswer,
  PredictionContent,
  PredictionSource,
} from "../../../engine/run/prediction";
import { model, moons } from "../training/models";
import { folder, train, useFolder } from "../training/training";
import { connect, type Answer } from "./connect";

useFolder();
let open: ReturnType<typeof connect> | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

describe("what a trained model takes and gives", () => {
  it("is a picture for a classifier of digits", async () => {
    const { run, predictable } = await trained(digits());
    expect(await predictable(run)).toMatchObject({
      inputs: [{ path: "digits.image", kind: "picture", channels: 1, height: 28, width: 28 }],
      outputs: ["logits.output"],
      random: false,
      device: { kind: "cpu" },
    });
  });

  it("is a few numbers with their bounds for points, and nothing but random numbers for a generator", async () => {
    const points = await trained(moons());
    expect((await points.predictable(points.run)).inputs).toMatchObject([
      { path: "data.input", shape: [2], kind: "numbers", count: 2 },
    ]);
    const generator = await trained(pictures());
    expect(await generator.predictable(generator.run)).toMatchObject({ inputs: [], random: true });
  });

  it("is a prompt for a model of text", async () => {
    const { run, predictable } = await trained(await language());
    expect(await predictable(run)).toMatchObject({ prompt: "text.input", inputs: [] });
  });
});

describe("a prediction", () => {
  it("gives the probabilities of the classes of a drawn picture", async () => {
    const { run, predict } = await trained(digits());
    const bytes = Uint8Array.from({ length: 784 }, (_, index) => (index * 37) % 256);
    const content = await predict(run, { image: drawn(28, bytes) });
    if (content.show !== "classes") return expect.fail(content.show);
    expect(content.count).toBe(10);
    const { tensors } = await checkpoint(run);
    const [weight, bias] = [tensors.get("logits.weight")!.data, tensors.get("logits.bias")!.data];
    const scores = Array.from(bias, (start, row) =>
      bytes.reduce((sum, byte, column) => sum + (weight[row * 784 + column]! * byte) / 255, start),
    );
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    for (const { index, probability, name } of content.classes) {
      expect(probability).toBeCloseTo(Math.exp(scores[index]!) / total, 4);
      expect(name).toBe(String(index));
    }
    const probabilities = content.classes.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it("gives as many pictures as asked for, the same for the same seed", async () => {
    const { run, predict } = await trained(pictures());
    const drawn = async (seed: number) => {
      const content = await predict(run, {}, { seed, count: 3 });
      if (content.show !== "pictures") return expect.fail(content.show);
      expect(content.pictures).toHaveLength(3);
      expect(content.pictures).toMatchObject(new Array(3).fill({ width: 28, height: 28, channels: 1 }));
      return content.pictures;
    };
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(1)).not.toEqual(await drawn(2));
  });

  it("keeps the model open until it is closed, and takes a new checkpoint at once", async () => {
    const { run, predict, ask, request } = await trained(moons());
    const numbers: GivenInput = { kind: "numbers", values: [0.3, -0.2] };
    const before = await predict(run, { input: numbers });
    const { tensors, metadata } = await checkpoint(run);
    const changed = new Map(
      [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.map((x) => 2 * x) }]),
    );
    await writeFile(join(run, "checkpoints/last.safetensors"), encodeSafetensors(changed, metadata));
    const after = await predict(run, { input: numbers });
    expect(after).not.toEqual(before);
    await rm(join(run, "model.nn.json"));
    expect(await predict(run, { input: numbers })).toEqual(after);
    await request("closeModel", {});
    expect(codeOf(await ask(run, { input: numbers }))).toBe("run-without-model");
  });

  it("is refused for what does not fit, with what is wrong", async () => {
    const { run, ask } = await trained(digits());
    const image = new Uint8Array(784);
    const refused = async (inputs: Record<string, GivenInput>) => codeOf(await ask(run, inputs));
    expect(await refused({})).toBe("input-missing");
    expect(await refused({ image: drawn(28, image), other: drawn(28, image) })).toBe("unknown-port");
    expect(await refused({ image: { kind: "numbers", values: [1, 2, 3] } })).toBe("input-shape");
    expect(await refused({ image: drawn(16, new Uint8Array(256)) })).toBe("input-shape");
    // A picture whose pixels are not as many as it says, and one in colour.
    expect(await refused({ image: { ...drawn(28, image), pixels: "AAAA" } as GivenInput })).toBe(
      "input-shape",
    );
    const colour = { ...drawn(28, new Uint8Array(3 * 784)), channels: 3 } as GivenInput;
    expect(await refused({ image: colour })).toBe("input-shape");
  });

  it("is refused with the weights of another model, or without any, or outside the workspace", async () => {
    const { run, ask } = await trained(moons());
    const inputs: Record<string, GivenInput> = { input: { kind: "numbers", values: [0, 0] } };
    expect(codeOf(await ask(join(folder, "runs/none"), inputs))).toBe("no-such-checkpoint");
    await symlink(join(folder, ".."), join(folder, "out"));
    expect(codeOf(await ask(join(folder, "out/run"), inputs))).toBe("run-outside");
    const other = moons({}, { hidden: { type: "Linear", outFeatures: 7 } });
    await writeFile(join(run, "model.nn.json"), other);
    const answer = await ask(run, inputs);
    expect(codeOf(answer)).toBe("weights-do-not-fit");
    if (answer.kind === "error") expect(answer.error.message).toContain("hidden.weight");
  });
});

describe("a continued prompt", () => {
  it("comes in parts, which are what the model generates", async () => {
    const text = await language();
    const { run, generateText, parts } = await trained(text);
    const question = { prompt: "ab", length: 30, temperature: 0.7, topK: 3, seed: 5 };
    expect((await generateText(run, question)).kind).toBe("result");
    const predictor = await Predictor.open({ ...source(run), text, weights: run });
    const ports = expectSequencePorts(predictor);
    let expected = "";
    for await (const index of generate(predictor, { ...question, prompt: encodePrompt(ports, "ab") }))
      expected += decodeClass(ports, index);
    await predictor.dispose();
    expect(expected).toHaveLength(30);
    expect(parts.join("")).toBe(expected);
  });

  it("is refused if it has unknown characters, with their places, and by a model that continues nothing", async () => {
    const { run, generateText, parts } = await trained(await language());
    const answer = await generateText(run, { prompt: "abXa" });
    expect(codeOf(answer)).toBe("prompt-unknown");
    if (answer.kind === "error") expect(answer.error.message).toContain('"X" at 3');
    const other = await train({ text: moons(), steps: 2 });
    expect(codeOf(await generateText(other.end.run, {}))).toBe("not-a-sequence-model");
    expect(parts).toEqual([]);
  });

  it("ends when it is cancelled, and the next question is answered", async () => {
    const { run, generateText, nextPart, cancel, predictable } = await trained(await language());
    void generateText(run, { length: 1e9 });
    await nextPart();
    cancel();
    expect((await predictable(run)).prompt).toBe("text.input");
  });

  it("ends when the model is closed", async () => {
    const { run, generateText, nextPart, request } = await trained(await language());
    const endless = generateText(run, { length: 1e9 });
    await nextPart();
    expect((await request("closeModel", {})).kind).toBe("result");
    expect((await endless).kind).toBe("error");
  });
});

/** A server, and a run of a document to ask. */
async function trained(text: string) {
  const { end } = await train({ text, steps: 3 });
  open = connect();
  const { request, parts, nextPart, cancel } = open;
  const ask = (run: string, inputs: Readonly<Record<string, GivenInput>>, more = { seed: 0, count: 1 }) =>
    request("predict", { ...source(run), inputs, ...more });
  return {
    run: end.run,
    request,
    parts,
    nextPart,
    cancel,
    ask,
    predictable: async (run: string) => resultOf(await request("predictable", source(run))) as Predictable,
    /** The only answer. */
    predict: async (...question: Parameters<typeof ask>): Promise<PredictionContent> => {
      const { answers } = resultOf(await ask(...question)) as { answers: readonly PredictionAnswer[] };
      expect(answers).toHaveLength(1);
      return answers[0]!.content;
    },
    generateText: (run: string, question: Partial<GenerationQuestion>) =>
      request("generate", {
        ...source(run),
        prompt: "a",
        inputs: {},
        length: 5,
        temperature: 1,
        seed: 0,
        ...question,
      }),
  };
}

function source(run: string): PredictionSource {
  return { run, file: join(folder, "moons.nn.json"), workspace: folder, device: "cpu" };
}

function resultOf(answer: Answer): unknown {
  return answer.kind === "result" ? answer.result : expect.fail(JSON.stringify(answer));
}

function codeOf(answer: Answer): string {
  return answer.kind === "error" ? answer.error.code : expect.fail("it was answered");
}

function drawn(side: number, bytes: Uint8Array): GivenInput {
  const pixels = Buffer.from(bytes).toString("base64");
  return { kind: "picture", width: side, height: side, channels: 1, pixels };
}

async function checkpoint(run: string) {
  return decodeSafetensors(await readFile(join(run, "checkpoints/last.safetensors")));
}

function digits(): string {
  return model({
    nodes: {
      digits: { type: "Dataset", source: "digits", samples: 60 },
      flatten: { type: "Flatten" },
      logits: { type: "Linear", outFeatures: 10 },
      loss: { type: "CrossEntropyLoss" },
    },
    edges: [
      "digits.image -> flatten",
      "flatten -> logits",
      "logits -> loss.input",
      "digits.label -> loss.target",
    ],
    training: { epochs: 1, batchSize: 16 },
  });
}

/** Makes pictures of noise, which are judged beside those of digits. */
function pictures(): string {
  return model({
    nodes: {
      digits: { type: "Dataset", source: "digits", samples: 60 },
      noise: { type: "Noise", shape: [4] },
      grow: { type: "Linear", outFeatures: 784 },
      made: { type: "Unflatten", unflattenedSize: [1, 28, 28] },
      flatReal: { type: "Flatten" },
      flatMade: { type: "Flatten" },
      judge: { type: "Linear", outFeatures: 1 },
      judgeMade: { type: "Linear", outFeatures: 1, weightsOf: "judge" },
      yes: { type: "Constant", value: 1 },
      no: { type: "Constant", value: 0 },
      real: { type: "BCEWithLogitsLoss" },
      fake: { type: "BCEWithLogitsLoss" },
    },
    edges: [
      "noise -> grow",
      "grow -> made",
      "digits.image -> flatReal",
      "made -> flatMade",
      "flatReal -> judge",
      "flatMade -> judgeMade",
      "judge -> real.input",
      "yes -> real.target",
      "judgeMade -> fake.input",
      "no -> fake.target",
    ],
    training: { epochs: 1, batchSize: 16 },
  });
}

/** A model of four characters. */
async function language(): Promise<string> {
  await writeFile(join(folder, "some.txt"), "abcdbcacdbadcabd".repeat(12));
  return model({
    nodes: {
      text: { type: "Dataset", source: "text", file: "some.txt", window: 6 },
      embed: { type: "Embedding", numEmbeddings: 4, embeddingDim: 8 },
      lstm: { type: "LSTM", hiddenSize: 8 },
      scores: { type: "Linear", outFeatures: 4 },
      loss: { type: "CrossEntropyLoss", dim: -1 },
    },
    edges: [
      "text.input -> embed",
      "embed -> lstm",
      "lstm -> scores",
      "scores -> loss.input",
      "text.target -> loss.target",
    ],
    training: { epochs: 1, batchSize: 8 },
  });
}
