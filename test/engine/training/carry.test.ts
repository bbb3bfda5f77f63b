import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { applyEdit } from "../../../engine/document/applyEdit";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { infer } from "../../../engine/graph/infer";
import { decodeSafetensors } from "../../../engine/interop/safetensors";
import type { RunEvent } from "../../../engine/run/events";
import { trainable } from "../../../engine/graph/trainable";
import { graphOf } from "../graph/documents";
import { openedRun, takeSteps } from "./callbacks/openedRun";
import { model } from "./models";
import { folder, lastCheckpoint, train, useFolder } from "./training";

useFolder();

const characters = "abcdefgh";
/** 257 characters: streams of 16 characters, 8 of them for training and 8 for validation. */
const written = Array.from({ length: 257 }, (_, i) => characters[(i * i + 3 * (i % 5)) % 8]).join("");

interface Changes {
  readonly data?: object;
  readonly lstm?: object;
  readonly training?: object;
  readonly edges?: readonly string[];
  readonly blocks?: object;
}

/** A character model of two LSTM layers that carry their state, in batches of 8 rows. */
function language({ data, lstm, training, edges = [], blocks }: Changes = {}): string {
  return model({
    ...(blocks && { blocks }),
    nodes: {
      text: {
        type: "Dataset",
        source: "text",
        file: "a.txt",
        window: 4,
        order: "sequential",
        validation: 0.5,
        ...data,
      },
      embedding: { type: "Embedding", numEmbeddings: 8, embeddingDim: 5 },
      lstm: { type: "LSTM", hiddenSize: 6, numLayers: 2, carry: true, ...lstm },
      logits: { type: "Linear", outFeatures: 8 },
      loss: { type: "CrossEntropyLoss", dim: -1 },
    },
    edges: [
      "text.input -> embedding",
      "embedding -> lstm",
      "lstm -> logits",
      "logits -> loss.input",
      "text.target -> loss.target",
      ...edges,
    ],
    training: { epochs: 3, batchSize: 8, optimizer: { type: "Adam", learningRate: 0.02 }, ...training },
  });
}

async function trained(changes: Changes, options: object = {}) {
  await writeFile(join(folder, "a.txt"), written);
  return train({ text: language(changes), ...options });
}

const lossesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.event === "steps" ? event.loss : []));
const epochsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.event === "epoch" ? [event] : []));
const carried = ["lstm.hidden/carried", "lstm.cell/carried"];

describe("a layer that carries its state", () => {
  /** No step changes a weight. */
  const still = { optimizer: { type: "SGD", learningRate: 1e-30 } };

  it("computes in short batches what it computes in one long sequence, in training and in validation", async () => {
    const short = await trained({ training: still }, { device: "reference" });
    const long = await trained(
      { training: still, data: { window: 16 }, lstm: { carry: false } },
      { device: "reference" },
    );
    expect(lossesOf(short.events)).toHaveLength(12);
    expect(lossesOf(long.events)).toHaveLength(3);
    for (const [i, { train, validation }] of epochsOf(short.events).entries()) {
      const whole = epochsOf(long.events)[i]!;
      expect(train.loss).toBeCloseTo(whole.train.loss, 12);
      expect(validation!.loss).toBeCloseTo(whole.validation!.loss, 12);
    }
  });

  it("begins each epoch with zeros, and only an epoch", async () => {
    const [with_, without] = [
      lossesOf((await trained({ training: still })).events),
      lossesOf((await trained({ training: still, lstm: { carry: false } })).events),
    ];
    for (const step of [0, 4, 8]) expect(with_[step]).toBe(without[step]);
    for (const step of [1, 2, 3, 5]) expect(with_[step]).not.toBe(without[step]);
    expect(with_.slice(4, 8)).toEqual(with_.slice(0, 4));
  });

  it("is left alone by validation and by statistics", async () => {
    await writeFile(join(folder, "a.txt"), written);
    const { run } = await openedRun({ text: language() });
    const { session } = run.opened.plan;
    await takeSteps(run, 3);
    const before = structuredClone(await session.read(carried));
    expect(Object.values(before).some((array) => array.some((value) => value !== 0))).toBe(true);
    const first = await run.opened.validation.run();
    expect(await run.opened.validation.run()).toEqual(first);
    expect(await session.read(carried)).toEqual(before);
    const plain = await trained({});
    const watched = await trained({}, { probeEvery: 1 });
    expect(lossesOf(watched.events)).toEqual(lossesOf(plain.events));
  });

  it("resumes bit for bit in the middle of an epoch", async () => {
    const whole = await trained({});
    const part = await trained({}, { steps: 6 });
    const saved = await lastCheckpoint(part.end.run);
    for (const name of carried) expect(saved.get(name)?.shape).toEqual([8, 2, 6]);
    const rest = await trained({}, { resume: part.end.run });
    expect([...lossesOf(part.events), ...lossesOf(rest.events)]).toEqual(lossesOf(whole.events));
    expect(await lastCheckpoint(rest.end.run)).toEqual(await lastCheckpoint(whole.end.run));
  });

  it("starts from zeros in an exported model and in a single pass", () => {
    const { graph } = parse(language());
    const port = { shape: [4], dtype: "int32", classes: 8 } as const;
    const typed = infer(graph!, { text: { samples: 64, ports: { input: port, target: port } } });
    expect(typed.problems).toEqual([]);
    const programs = [inferenceStep(typed, 2), gradientStep(typed, { batchSize: 2, training: true })];
    for (const { state, feeds } of programs) {
      expect(state.filter(({ name }) => name.includes("carried"))).toEqual([]);
      expect(feeds.map(({ name }) => name)).not.toContain("carry");
    }
  });

  it("gives its weights but not its state to another run", async () => {
    const { end } = await trained({});
    const { events } = await trained({}, { weights: end.run });
    const [start] = events.flatMap((event) => (event.event === "start" ? [event] : []));
    expect(start!.weights).toMatchObject({ matched: { count: 11 }, onlyInFile: { count: 0 } });
    const bytes = await readFile(join(end.run, "checkpoints", "best.safetensors"));
    expect([...decodeSafetensors(bytes).tensors.keys()]).toEqual(expect.arrayContaining(carried));
  });
});

/** A block whose recurrent layers carry their states, the second one repeated. */
const blocks = {
  Memory: {
    parameters: { size: 5 },
    inputs: ["input"],
    outputs: ["output"],
    nodes: {
      gru: { type: "GRU", hiddenSize: "$size", carry: true },
      rnn: { type: "RNN", hiddenSize: 5, carry: true, repeat: 2 },
      sum: { type: "Add" },
    },
    edges: ["input -> gru", "gru -> rnn", "rnn -> sum", "input -> sum", "sum -> output"],
  },
};

describe.each<[string, Changes, Record<string, string>]>([
  [
    "a repeated layer",
    { lstm: { repeat: 2, numLayers: 1 } },
    {
      "lstm/0.hidden/carried": "lstm_0.hidden/carried",
      "lstm/0.cell/carried": "lstm_0.cell/carried",
      "lstm/1.hidden/carried": "lstm_1.hidden/carried",
      "lstm/1.cell/carried": "lstm_1.cell/carried",
    },
  ],
  [
    "a repeated block with a repeated layer",
    {
      blocks,
      lstm: { type: "Memory", repeat: 2, hiddenSize: undefined, numLayers: undefined, carry: undefined },
    },
    Object.fromEntries(
      [0, 1].flatMap((i) =>
        ["gru", "rnn/0", "rnn/1"].map((layer) => {
          const path = `lstm/${i}/${layer}.hidden/carried`;
          return [path, `lstm_${i}_${layer.replace("/", "_")}.hidden/carried`];
        }),
      ),
    ),
  ],
])("the states that %s carries", (_, changes, states) => {
  it("are each instance's own", async () => {
    await writeFile(join(folder, "a.txt"), written);
    const { run } = await openedRun({ text: language(changes) });
    await takeSteps(run, 2);
    const { session, parts } = run.opened.plan;
    const names = parts.flatMap(({ compiled }) => compiled.program.state.map(({ name }) => name));
    expect(names.filter((name) => name.endsWith("/carried")).sort()).toEqual(Object.keys(states).sort());
    const values = Object.values(await session.read(Object.keys(states))).map((array) => array.join(" "));
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) expect(value).toMatch(/[1-9]/);
  });

  it("are those of the document with everything unwrapped, to the bit", async () => {
    const text = language(changes);
    const apart = unwrapped(text);
    await writeFile(join(folder, "a.txt"), written);
    const [together, separate] = [await train({ text }), await train({ text: apart })];
    expect(lossesOf(together.events)).toHaveLength(12);
    expect(lossesOf(separate.events)).toEqual(lossesOf(together.events));
    expect(epochsOf(separate.events).map(({ validation }) => validation)).toEqual(
      epochsOf(together.events).map(({ validation }) => validation),
    );
    const [saved, expected] = [
      await lastCheckpoint(together.end.run),
      await lastCheckpoint(separate.end.run),
    ];
    for (const [path, id] of Object.entries(states))
      expect(saved.get(path)!.data, path).toEqual(expected.get(id)!.data);
  });

  it("are not carried into the curve of a layer that does not carry them", async () => {
    const text = language(changes);
    await writeFile(join(folder, "a.txt"), written);
    const carrying = lossesOf((await train({ text, steps: 2 })).events);
    const fresh = lossesOf(
      (await train({ text: text.replaceAll('"carry": true', '"carry": false'), steps: 2 })).events,
    );
    expect(carrying[0]).toBe(fresh[0]);
    expect(carrying[1]).not.toBe(fresh[1]);
  });

  it("resume bit for bit in the middle of an epoch", async () => {
    const whole = await trained(changes);
    const part = await trained(changes, { steps: 6 });
    const rest = await trained(changes, { resume: part.end.run });
    expect([...lossesOf(part.events), ...lossesOf(rest.events)]).toEqual(lossesOf(whole.events));
    expect(await lastCheckpoint(rest.end.run)).toEqual(await lastCheckpoint(whole.end.run));
  });
});

/** A document with all instances and repeated layers taken apart. */
function unwrapped(text: string): string {
  for (let now = text; ;) {
    const { blocks, nodes } = graphOf(now);
    const next = [...nodes.values()].find(({ type, repeat }) => blocks.has(type) || repeat !== undefined);
    if (!next) return now;
    const applied = applyEdit(now, { kind: "unwrap", node: next.id });
    if ("refused" in applied) throw new Error(applied.refused);
    now = applyTextEdits(now, applied.edits);
  }
}

describe("a state that cannot be carried", () => {
  const problemsOf = (text: string) => {
    const { graph, problems } = parse(text);
    const typed = infer(graph!, {});
    return [...problems, ...typed.problems, ...trainable(typed)].map(({ code, message, param, range }) => ({
      code,
      message,
      param,
      at: text.substring(range.offset, range.offset + range.length),
    }));
  };
  const place = { param: "carry", at: "true" };

  it("is not reported where it can", () => {
    expect(problemsOf(language())).toEqual([]);
  });

  it("is reported if the layer also reads backwards", () => {
    expect(problemsOf(language({ lstm: { bidirectional: true } }))).toMatchObject([
      { code: "carry-does-not-fit", ...place },
    ]);
  });

  it("is reported if its first state is given", () => {
    const [problem, ...others] = problemsOf(
      language({ edges: ["lstm2.cell -> lstm.cell0", "embedding -> lstm2"] }).replace(
        '"logits": {',
        '"lstm2": { "type": "LSTM", "hiddenSize": 6, "numLayers": 2 }, "logits": {',
      ),
    );
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "carry-does-not-fit", ...place });
    expect(problem!.message).toContain('"cell0"');
  });

  it("is reported if the data are shuffled, with what to do", () => {
    const [problem, ...others] = problemsOf(language({ data: { order: "shuffled" } }));
    expect(others).toEqual([]);
    expect(problem).toEqual({
      code: "carry-needs-order",
      ...place,
      message:
        '"lstm" carries its state to the next batch, but "text" is shuffled, so that the next batch does not continue this one. Set "order" to "sequential" in "text", or "carry" to false.',
    });
    const sine = model({
      nodes: {
        sine: { type: "Dataset", source: "sine" },
        rnn: { type: "RNN", hiddenSize: 3, carry: true },
        out: { type: "Linear", outFeatures: 1 },
        loss: { type: "MSELoss" },
      },
      edges: ["sine.input -> rnn", "rnn.hidden -> out", "out -> loss.input", "sine.target -> loss.target"],
    });
    expect(problemsOf(sine)).toMatchObject([{ code: "carry-needs-order", ...place }]);
  });
});
