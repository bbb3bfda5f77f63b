import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../../engine/interop/safetensors";
import type { Matrix } from "../../../engine/metrics/metric";
import type { EpochEvent, RunEvent, StartEvent } from "../../../engine/run/events";
import { model, moons } from "../training/models";
import { folder, train, useFolder } from "../training/training";

useFolder();

const metrics = ["accuracy", "f1", "confusionMatrix", "auc", "perplexity", "top1"];
const epochs = (events: readonly RunEvent[]) =>
  events.filter((event): event is EpochEvent => event.event === "epoch");
const startOf = (events: readonly RunEvent[]) =>
  events.find((event): event is StartEvent => event.event === "start")!;

describe("metrics of a run", () => {
  it("cover all samples at once, even if the last batch is smaller", async () => {
    // 40 validation samples in batches of 16, 16 and 8.
    const { events } = await train({ text: moons({ metrics, epochs: 2 }) });
    for (const { train: part, validation, ...rest } of epochs(events)) {
      expect(rest).toMatchObject({ run: expect.any(String) });
      for (const [results, samples] of [
        [part, 160],
        [validation!, 40],
      ] as const) {
        const [[a, b], [c, d]] = results.confusionMatrix as [[number, number], [number, number]];
        expect(a + b + c + d).toBe(samples);
        expect(results.accuracy).toBe((a + d) / samples);
        expect(results.top1).toBe(results.accuracy);
        expect(results.f1).toBeCloseTo((2 * a) / (2 * a + b + c) / 2 + (2 * d) / (2 * d + b + c) / 2, 12);
        // Training batches are equal in size; in validation, the loss weighs them by size.
        expect(results.perplexity).toBeCloseTo(Math.exp(results.loss), 5);
      }
    }
  });

  it("are reported for each step alone, without matrices", async () => {
    const { events } = await train({ text: moons({ metrics, epochs: 1 }) });
    const steps = events.flatMap((event) => (event.event === "steps" ? [event] : []));
    expect(Object.keys(steps[0]!.metrics)).toEqual(metrics.filter((name) => name !== "confusionMatrix"));
    const accuracies = steps.flatMap((event) => event.metrics.accuracy!);
    expect(accuracies).toHaveLength(10);
    for (const accuracy of accuracies) expect((accuracy * 16) % 1).toBe(0);
    const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / 10;
    expect(epochs(events)[0]!.train.accuracy).toBeCloseTo(mean, 12);
  });

  it("continue within an epoch bit for bit as if the run had not been interrupted", async () => {
    const text = moons({ metrics, epochs: 3 });
    const whole = await train({ text });
    const first = await train({ text, steps: 15 });
    const second = await train({ text, resume: first.end.run });
    const results = (events: readonly RunEvent[]) =>
      epochs(events).map(({ train: part, validation }) => ({ part, validation }));
    expect([...results(first.events), ...results(second.events)]).toEqual(results(whole.events));
  });

  it("continue from a checkpoint that has means instead of sums", async () => {
    const text = moons({ metrics, epochs: 3 });
    const { end } = await train({ text, steps: 15 });
    const file = join(end.run, "checkpoints", "last.safetensors");
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    const cursor = JSON.parse(metadata.netloom!) as { sums: Record<string, unknown> };
    cursor.sums = { loss: cursor.sums.loss, accuracy: 2.5 };
    await writeFile(file, encodeSafetensors(tensors, { netloom: JSON.stringify(cursor) }));
    const { end: done, events } = await train({ text, resume: end.run });
    expect(done.status).toBe("completed");
    // The rest of the second epoch, and the third.
    const counts = epochs(events).map(({ train: part }) => (part.confusionMatrix as Matrix).flat());
    expect(counts.map((list) => list.reduce((sum, count) => sum + count, 0))).toEqual([80, 160]);
  });

  it("stay readable in a checkpoint if a sum is infinite", async () => {
    const { end } = await train({ text: moons({ metrics, epochs: 3 }), steps: 15 });
    const file = join(end.run, "checkpoints", "last.safetensors");
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    const cursor = JSON.parse(metadata.netloom!) as { sums: Record<string, number[]> };
    cursor.sums.perplexity = [Infinity, 80];
    await writeFile(file, encodeSafetensors(tensors, { netloom: JSON.stringify(cursor) }));
    const { events } = await train({ text: moons({ metrics, epochs: 3 }), resume: end.run });
    const [second, third] = epochs(events);
    expect(second!.train.perplexity).toBeNaN();
    expect(third!.train.perplexity).toBeLessThan(3);
  });

  it("have class names if the data name the classes", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${String(i % 5)},${i % 2 ? "cat" : "dog"}`);
    await writeFile(join(folder, "pets.csv"), ["size,pet", ...rows].join("\n"));
    const text = model({
      nodes: {
        data: {
          type: "Dataset",
          source: "csv",
          file: "pets.csv",
          inputs: ["size"],
          target: "pet",
          classes: true,
        },
        logits: { type: "Linear", outFeatures: 2 },
        loss: { type: "CrossEntropyLoss" },
      },
      edges: ["data.input -> logits", "logits -> loss.input", "data.target -> loss.target"],
      training: { epochs: 1, batchSize: 4, metrics: ["accuracy", "confusionMatrix"] },
    });
    const { events } = await train({ text });
    expect(startOf(events).classNames).toEqual({ confusionMatrix: ["cat", "dog"] });
    expect(startOf((await train({ text: moons({ metrics }) })).events).classNames).toEqual({});
  });

  it("are written to metrics.ndjson as nested lists if they are matrices", async () => {
    const { end } = await train({ text: moons({ metrics, epochs: 1 }) });
    const lines = (await readFile(join(end.run, "metrics.ndjson"), "utf8")).trimEnd().split("\n");
    const epoch = lines
      .map((line) => JSON.parse(line) as RunEvent)
      .find((event) => event.event === "epoch") as EpochEvent;
    expect(epoch.validation!.confusionMatrix).toEqual([
      [expect.any(Number), expect.any(Number)],
      [expect.any(Number), expect.any(Number)],
    ]);
  });
});
