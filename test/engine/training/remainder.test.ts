import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { loadDataset } from "../../../engine/data/load";
import { trainingBatches } from "../../../engine/data/batches";
import { decodeSafetensors, encodeSafetensors } from "../../../engine/interop/safetensors";
import type { RunEvent, StartEvent } from "../../../engine/run/events";
import { openModel } from "../../../engine/training/openModel";
import { model } from "./models";
import { folder, lastCheckpoint, stepsOf, train, useFolder } from "./training";

useFolder();

/** 40 training rows; in batches of 16, two full ones and one of 8. */
const data = { samples: 50, validation: 0.2 };
const learningRate = 0.1;

function regression(training: object = {}): string {
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", ...data },
      label: { type: "Cast", dtype: "float32" },
      column: { type: "Unsqueeze", dim: 1 },
      score: { type: "Linear", outFeatures: 1 },
      loss: { type: "MSELoss" },
    },
    edges: [
      "data.input -> score",
      "score -> loss.input",
      "data.label -> label",
      "label -> column",
      "column -> loss.target",
    ],
    training: { epochs: 3, batchSize: 16, optimizer: { type: "SGD", learningRate }, ...training },
  });
}

const startOf = (events: readonly RunEvent[]) =>
  events.find((event): event is StartEvent => event.event === "start")!;

describe("the smaller last batch of an epoch", () => {
  it("is trained on, with the results of a plain loop over all rows", async () => {
    const text = regression();
    const { events, end } = await train({ text, device: "reference" });
    expect(startOf(events)).toMatchObject({ stepsPerEpoch: 3, steps: 9, batchSize: 16, trainSamples: 40 });

    const { typed } = await openModel(text, { file: join(folder, "m.nn.json"), workspace: folder });
    const { "score.weight": w = [], "score.bias": c = [] } = initialWeights(typed!, 1);
    let [a, b, bias] = [w[0]!, w[1]!, c[0]!];
    const dataset = await loadDataset("moons", data, { file: folder, workspace: folder });
    const feeds = { input: "x", label: "y" };
    const batches = trainingBatches([{ node: "data", dataset, feeds }], {
      batchSize: 16,
      seed: 1,
      dropLast: false,
    });
    const losses: number[] = [];
    const epochLosses: number[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      let total = 0;
      for (let step = 0; step < 3; step++) {
        const { size, feeds: arrays } = await batches.read(3 * epoch + step);
        expect(size).toBe(step === 2 ? 8 : 16);
        const errors = Array.from(
          { length: size },
          (_, i) => a * arrays.x![2 * i]! + b * arrays.x![2 * i + 1]! + bias - arrays.y![i]!,
        );
        const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / size;
        losses.push(meanOf(errors.map((error) => error * error)));
        total += losses.at(-1)! * size;
        const gradient = (times: (i: number) => number) =>
          meanOf(errors.map((error, i) => 2 * error * times(i)));
        const [da, db, dbias] = [
          gradient((i) => arrays.x![2 * i]!),
          gradient((i) => arrays.x![2 * i + 1]!),
          gradient(() => 1),
        ];
        a -= learningRate * da;
        b -= learningRate * db;
        bias -= learningRate * dbias;
      }
      epochLosses.push(total / 40);
    }

    const reported = events.flatMap((event) => (event.event === "steps" ? event.loss : []));
    reported.forEach((loss, i) => expect(loss, `step ${i + 1}`).toBeCloseTo(losses[i]!, 12));
    const epochs = events.flatMap((event) => (event.event === "epoch" ? [event.train.loss] : []));
    epochs.forEach((loss, i) => expect(loss, `epoch ${i + 1}`).toBeCloseTo(epochLosses[i]!, 12));
    const saved = await lastCheckpoint(end.run);
    expect([...saved.get("score.weight")!.data][0]).toBeCloseTo(a, 6);
    expect([...saved.get("score.weight")!.data][1]).toBeCloseTo(b, 6);
    expect(saved.get("score.bias")!.data[0]).toBeCloseTo(bias, 6);
  });

  it("is dropped with dropLast", async () => {
    const { events, end } = await train({ text: regression({ dropLast: true }) });
    expect(end.status).toBe("completed");
    expect(events.filter(({ event }) => event === "warning")).toEqual([]);
    expect(startOf(events)).toMatchObject({ stepsPerEpoch: 2, steps: 6 });
  });

  it.each([5, 6, 7, 8])("is the same after resuming at step %s, bit for bit", async (stop) => {
    for (const device of ["reference", "cpu"] as const) {
      const text = regression({ metrics: ["mae"], optimizer: { type: "Adam", learningRate } });
      const whole = await train({ text, device, probeEvery: 1 });
      const part = await train({ text, device, steps: stop });
      const rest = await train({ text, device, resume: part.end.run });
      expect(stepsOf(rest.events)).toEqual(Array.from({ length: 9 - stop }, (_, i) => i + stop + 1));
      const [expected, resumed] = [await lastCheckpoint(whole.end.run), await lastCheckpoint(rest.end.run)];
      for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
      const last = ({ events }: { events: readonly RunEvent[] }) =>
        events.findLast((event) => event.event === "epoch");
      expect(last(rest)).toMatchObject({ ...last(whole), run: rest.end.run });
    }
  });

  it("remains dropped in a run of an older version, whose steps do not include it", async () => {
    const text = regression();
    const old = await train({ text: regression({ dropLast: true }) });
    const part = await train({ text: regression({ dropLast: true }), steps: 3 });
    // As an older version wrote them.
    const file = join(part.end.run, "run.json");
    const record = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    delete record.dropLast;
    await writeFile(file, JSON.stringify(record));
    await writeFile(join(part.end.run, "model.nn.json"), text);
    const checkpoint = join(part.end.run, "checkpoints", "last.safetensors");
    const { tensors, metadata } = decodeSafetensors(await readFile(checkpoint));
    const cursor = { ...(JSON.parse(metadata.netloom!) as object), sums: { loss: 0.5 } };
    await writeFile(checkpoint, encodeSafetensors(tensors, { netloom: JSON.stringify(cursor) }));

    const rest = await train({ text, resume: part.end.run });
    expect(stepsOf(rest.events)).toEqual([4, 5, 6]);
    const [expected, resumed] = [await lastCheckpoint(old.end.run), await lastCheckpoint(rest.end.run)];
    for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ dropLast: true, status: "completed" });
  });

  it("has its own learning rate, statistics and batch normalisation", async () => {
    const text = model({
      nodes: {
        data: { type: "Dataset", source: "moons", samples: 41, validation: 0.2 },
        hidden: { type: "Linear", outFeatures: 4 },
        norm: { type: "BatchNorm1d" },
        logits: { type: "Linear", outFeatures: 2 },
        loss: { type: "CrossEntropyLoss" },
      },
      edges: [
        "data.input -> hidden",
        "hidden -> norm",
        "norm -> logits",
        "logits -> loss.input",
        "data.label -> loss.target",
      ],
      // 33 rows: the last batch of an epoch has a single row.
      training: { epochs: 2, batchSize: 16, schedule: { type: "ExponentialLR", gamma: 0.1 } },
    });
    const { events, end } = await train({ text, probeEvery: 1 });
    expect(end.status, end.error?.message).toBe("completed");
    const rates = events.flatMap((event) =>
      event.event === "steps" ? [...(event.learningRates ?? [])] : [],
    );
    expect(rates.map((rate) => Math.round(rate * 1e6))).toEqual([1000, 1000, 1000, 100, 100, 100]);
    expect(events.filter((event) => event.event === "gradients").map(({ step }) => step)).toContain(6);
  });
});

describe("a batch size and epochs that are not set", () => {
  it.each([
    [150, 8, 15, 67],
    [4, 4, 1, 100],
    [3000, 64, 38, 27],
  ])("suit %s samples", async (samples, batchSize, stepsPerEpoch, epochs) => {
    const text = regression({ epochs: undefined, batchSize: undefined });
    const parsed = JSON.parse(text) as { nodes: { data: { samples: number; validation: number } } };
    parsed.nodes.data.samples = samples;
    if (samples < 10) parsed.nodes.data.validation = 0;
    const { events } = await train({ text: JSON.stringify(parsed), steps: 1 });
    expect(startOf(events)).toMatchObject({ batchSize, stepsPerEpoch, epochs });
  });

  it("stay the same when the run is resumed", async () => {
    const text = regression({ epochs: undefined, batchSize: undefined });
    const { end, events } = await train({ text, steps: 1, epochs: 2 });
    expect(startOf(events)).toMatchObject({ batchSize: 8, epochs: 2 });
    const rest = await train({ text, resume: end.run });
    expect(startOf(rest.events)).toMatchObject({ batchSize: 8, epochs: 2, steps: 10 });
  });
});
