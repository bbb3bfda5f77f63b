import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { LivePanels } from "../../../engine/training/callbacks/LivePanels";
import { contentOf, panelsOfRun } from "../panels/panelsOfRun";
import { openedRun, takeSteps } from "./callbacks/openedRun";
import { model } from "./models";
import { folder, useFolder } from "./training";

useFolder();

const textOf = (pieces: readonly { readonly text: string }[]) => pieces.map(({ text }) => text).join("");

/** A model that reads `abc.txt`, which has four characters, and predicts the next one at each position. */
const reader = (recurrent: object, data: object, epochs: number) =>
  model({
    nodes: {
      data: { type: "Dataset", source: "text", file: "abc.txt", ...data },
      embed: { type: "Embedding", numEmbeddings: 4, embeddingDim: 8 },
      read: recurrent,
      logits: { type: "Linear", outFeatures: 4 },
      loss: { type: "CrossEntropyLoss", dim: -1 },
    },
    edges: [
      "data.input -> embed",
      "embed -> read",
      "read.output -> logits",
      "logits -> loss.input",
      "data.target -> loss.target",
    ],
    training: { epochs, batchSize: 16, optimizer: { type: "Adam", learningRate: 0.03 } },
  });

it("continues the beginning of a held-out text, with what it has learned", async () => {
  await writeFile(join(folder, "abc.txt"), "abcd".repeat(500));
  const text = (recurrent: object) =>
    reader({ type: "GRU", hiddenSize: 16, ...recurrent }, { window: 16 }, 40);
  const written = async (steps: number) => {
    const { samples } = contentOf(await panelsOfRun(text({}), steps), "generated", "texts");
    expect(samples.map((rows) => rows.map(({ role }) => role))).toEqual([["generated"]]);
    const { pieces } = samples[0]![0]!;
    expect(pieces.map(({ mark }) => mark)).toEqual(["given", undefined]);
    expect(pieces[0]!.text).toHaveLength(4);
    expect("abcd".repeat(2)).toContain(pieces[0]!.text);
    return textOf(pieces);
  };
  const isLearned = (text: string) => "abcd".repeat(40).includes(text);
  const before = await written(0);
  expect(before.length).toBeGreaterThan(20);
  expect(isLearned(before)).toBe(false);
  expect(isLearned(await written(120))).toBe(true);
  // What reads backwards too cannot continue.
  const others = await panelsOfRun(text({ bidirectional: true }));
  expect(others.filter(({ panel }) => panel === "generated")).toEqual([]);
});

it("never touches the state that a model carries from batch to batch, nor its weights", async () => {
  await writeFile(join(folder, "abc.txt"), "abcdbadc".repeat(300));
  const lstm = { type: "LSTM", hiddenSize: 6, carry: true };
  const text = reader(lstm, { window: 8, order: "sequential" }, 1);
  const trained = async (isWatched: boolean) => {
    const { run, events } = await openedRun({ text });
    await takeSteps(run, 5);
    if (isWatched) {
      run.panels.watched = true;
      await new LivePanels(run).afterStep(run.step, Infinity);
      const written = events.filter((event) => event.event === "panel" && event.panel === "generated");
      expect(written).toHaveLength(1);
    }
    await takeSteps(run, 5);
    await run.opened.steps.drain();
    const { session, saved } = run.opened.plan;
    return session.read(saved.state.map(({ name }) => name));
  };
  expect(await trained(true)).toEqual(await trained(false));
});

it("writes an answer from a start token, and says what is right in it", async () => {
  const reversing = model({
    nodes: {
      data: { type: "Dataset", source: "reverse", samples: 400, length: 2, vocabulary: 4 },
      read: { type: "Embedding", numEmbeddings: 4, embeddingDim: 8 },
      encoder: { type: "GRU", hiddenSize: 24 },
      write: { type: "Embedding", numEmbeddings: 5, embeddingDim: 8 },
      decoder: { type: "GRU", hiddenSize: 24 },
      logits: { type: "Linear", outFeatures: 4 },
      loss: { type: "CrossEntropyLoss", dim: -1 },
    },
    edges: [
      "data.source -> read",
      "read -> encoder",
      "data.input -> write",
      "write -> decoder.input",
      "encoder.hidden -> decoder.hidden0",
      "decoder.output -> logits",
      "logits -> loss.input",
      "data.target -> loss.target",
    ],
    training: { epochs: 40, batchSize: 20, optimizer: { type: "Adam", learningRate: 0.03 } },
  });
  const answers = async (steps: number) => {
    const { samples } = contentOf(await panelsOfRun(reversing, steps), "generated", "texts");
    expect(samples).toHaveLength(4);
    return samples.map((rows) => {
      expect(rows.map(({ role }) => role)).toEqual(["input", "generated", "target"]);
      const [input, generated, target] = rows.map(({ pieces }) => textOf(pieces));
      expect(Array.from(target!).reverse().join("")).toBe(input);
      const isRight = rows[1]!.pieces.every(({ mark }) => mark === "right");
      expect(isRight).toBe(generated === target);
      return isRight;
    });
  };
  expect(await answers(0)).toContain(false);
  expect(await answers(200)).toEqual([true, true, true, true]);
});
