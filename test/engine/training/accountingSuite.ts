import { describe, expect, it } from "vitest";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { loadDataset } from "../../../engine/data/load";
import type { EpochEvent, RunEvent } from "../../../engine/run/events";
import type { DeviceChoice } from "../../../engine/run/device";
import { openModel } from "../../../engine/training/openModel";
import { columnsOf } from "../data/columnsOf";
import { model } from "./models";
import { folder, train, useFolder } from "./training";

/** 60 training and 15 validation rows; in batches of 16, the last batch of the epoch is smaller. */
const data = { samples: 75, validation: 0.2, noise: 0.3 };

/** A linear classifier with a negligible learning rate, so that every batch of an epoch sees the same weights. */
function unchanging(losses: Record<string, object>, logits: object = {}, training: object = {}): string {
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", ...data },
      logits: { type: "Linear", outFeatures: 2, ...logits },
      ...losses,
    },
    edges: [
      "data.input -> logits",
      ...Object.keys(losses).flatMap((loss) => [`logits -> ${loss}.input`, `data.label -> ${loss}.target`]),
    ],
    training: { epochs: 1, batchSize: 16, optimizer: { type: "SGD", learningRate: 1e-30 }, ...training },
  });
}

/** The label and cross-entropy of each training or validation row, computed by plain loops, and the weights. */
async function rowsOf(text: string, part: "train" | "validation") {
  const { typed } = await openModel(text, { file: `${folder}/model.nn.json`, workspace: folder });
  const { "logits.weight": w = [], "logits.bias": bias = [] } = initialWeights(typed!, 1);
  const dataset = await loadDataset("moons", data, { file: folder, workspace: folder });
  const [inputs, labels] = ["input", "label"].map(
    (port) => columnsOf(dataset).find(({ name }) => name === port)!.data,
  );
  const rows = [...dataset[part]].map((row) => {
    const scores = [0, 1].map(
      (k) => bias[k]! + w[2 * k]! * inputs![2 * row]! + w[2 * k + 1]! * inputs![2 * row + 1]!,
    );
    const label = labels![row]!;
    return {
      label,
      loss: Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[label]!,
    };
  });
  return { rows, w: [...w] };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const epochOf = (events: readonly RunEvent[]) =>
  events.find((event): event is EpochEvent => event.event === "epoch")!;

/** Tests of a run's loss that must pass on every device. */
export function accountingSuite(device: DeviceChoice): void {
  describe(`the training and validation loss of an epoch on ${device}`, () => {
    useFolder();

    const digits = device === "reference" ? 12 : 5;

    it.each<[string, Record<string, object>, (rows: readonly { label: number; loss: number }[]) => number]>([
      [
        "weighted by class",
        { loss: { type: "CrossEntropyLoss", weight: [1, 7] } },
        (rows) =>
          sumOf(rows.map(({ label, loss }) => loss * (label === 1 ? 7 : 1))) /
          sumOf(rows.map(({ label }) => (label === 1 ? 7 : 1))),
      ],
      [
        "with an ignored class",
        { loss: { type: "CrossEntropyLoss", ignoreIndex: 0 } },
        (rows) => {
          const counted = rows.filter(({ label }) => label === 1);
          return sumOf(counted.map(({ loss }) => loss)) / counted.length;
        },
      ],
      [
        "as a sum",
        { loss: { type: "CrossEntropyLoss", reduction: "sum" } },
        (rows) => sumOf(rows.map(({ loss }) => loss)),
      ],
      [
        "with a mean and a sum",
        { mean: { type: "CrossEntropyLoss" }, sum: { type: "CrossEntropyLoss", reduction: "sum" } },
        (rows) => sumOf(rows.map(({ loss }) => loss)) * (1 / rows.length + 1),
      ],
    ])("equals that of one batch with all rows: %s", async (_, losses, expected) => {
      const text = unchanging(losses, {}, { batchSize: 20 });
      const { events, end } = await train({ text, device });
      expect(end.status, end.error?.message).toBe("completed");
      const epoch = epochOf(events);
      for (const part of ["train", "validation"] as const) {
        const { rows } = await rowsOf(text, part);
        const { loss } = epoch[part]!;
        expect(loss / expected(rows), part).toBeCloseTo(1, digits);
      }
    });

    it("includes the penalties on weights once", async () => {
      const text = unchanging(
        { loss: { type: "CrossEntropyLoss" } },
        { l1: 0.1, l2: 0.2 },
        { batchSize: 20 },
      );
      const epoch = epochOf((await train({ text, device })).events);
      for (const part of ["train", "validation"] as const) {
        const { rows, w } = await rowsOf(text, part);
        const penalty = sumOf(w.map((weight) => 0.1 * Math.abs(weight) + 0.2 * weight ** 2));
        expect(epoch[part]!.loss).toBeCloseTo(
          sumOf(rows.map(({ loss }) => loss)) / rows.length + penalty,
          digits,
        );
      }
    });
  });

  describe(`batches in which no row counts on ${device}`, () => {
    useFolder();

    const ignoring = { loss: { type: "CrossEntropyLoss", ignoreIndex: 0 } };
    const training = { batchSize: 2, epochs: 2, metrics: ["accuracy"], optimizer: { type: "Adam" } };

    it("have no loss, change nothing, and cause one warning", async () => {
      const { events, end } = await train({ text: unchanging(ignoring, {}, training), device });
      expect(end.status, end.error?.message).toBe("completed");
      const losses = events.flatMap((event) => (event.event === "steps" ? event.loss : []));
      expect(losses).toHaveLength(60);
      const gaps = losses.filter(Number.isNaN).length;
      expect(gaps).toBeGreaterThan(5);
      expect(losses.filter(Number.isFinite)).toHaveLength(60 - gaps);
      for (const event of events)
        if (event.event === "epoch") {
          expect(event.train.loss).toBeGreaterThan(0);
          expect(event.validation!.loss).toBeGreaterThan(0);
        }
      const warnings = events.flatMap((event) => (event.event === "warning" ? [event] : []));
      expect(warnings).toMatchObject([{ code: "no-row-counts", nodeId: "loss" }]);
      expect(events.some((event) => event.event === "checkpoint" && event.kind === "best")).toBe(true);
    });

    it("cause no warning for a run without validation", async () => {
      const text = unchanging({ loss: { type: "CrossEntropyLoss" } }).replace(
        '"validation": 0.2',
        '"validation": 0',
      );
      const { events, end } = await train({ text, device });
      expect(end.status).toBe("completed");
      expect(events.filter(({ event }) => event === "warning")).toEqual([]);
      expect(events.some((event) => event.event === "checkpoint" && event.kind === "best")).toBe(true);
    });

    it("leave an epoch without a loss if it has no other batches, with a warning", async () => {
      const none = { loss: { type: "CrossEntropyLoss", weight: [0, 0] } };
      const { events, end } = await train({ text: unchanging(none, {}, training), device });
      expect(end.status, end.error?.message).toBe("completed");
      const epoch = epochOf(events);
      expect([epoch.train.loss, epoch.validation!.loss]).toEqual([NaN, NaN]);
      const warnings = events.flatMap((event) => (event.event === "warning" ? [event.code] : []));
      expect(warnings).toEqual(["no-row-counts", "no-validation-row-counts"]);
      expect(events.some((event) => event.event === "checkpoint" && event.kind === "best")).toBe(false);
    });
  });
}
