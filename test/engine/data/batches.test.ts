import { describe, expect, it } from "vitest";
import { trainingBatches, validationBatches } from "../../../engine/data/batches";
import type { BatchReader } from "../../../engine/data/BatchReader";
import type { LoadedDataset } from "../../../engine/data/dataset";
import { memorySamples } from "../../../engine/data/memorySamples";

const feeds = { input: "data.input", label: "data.label" };

/** Sample i is the input [i, −i], the label i, and an image of 20 values i. */
function numbered(count: number, train = count, from: Partial<LoadedDataset> = {}): LoadedDataset {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const samples = memorySamples({
    count,
    columns: [
      {
        name: "input",
        shape: [2],
        dtype: "float32",
        data: Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? -1 : 1) * Math.floor(i / 2)),
      },
      { name: "label", shape: [], dtype: "int32", data: order.slice() },
      {
        name: "image",
        shape: [4, 5],
        dtype: "float32",
        data: Float32Array.from({ length: 20 * count }, (_, i) => Math.floor(i / 20)),
      },
    ],
  });
  const dataset = { ...samples, train: order.slice(0, train), validation: order.slice(train) };
  return { node: "data", feeds, dataset, ...from };
}
const plain = { seed: 1, dropLast: false };

/** Reads a step's batch from memory and returns one of its feeds. */
function filled(batches: BatchReader, step: number, feed = "data.label"): number[] {
  const batch = batches.read(step);
  if (batch instanceof Promise) expect.fail("the samples are not in memory");
  return [...batch.feeds[feed]!];
}

/** One feed of every step of an epoch. */
function epochOf(batches: BatchReader, epoch: number): number[][] {
  return Array.from({ length: batches.steps }, (_, step) => filled(batches, epoch * batches.steps + step));
}

describe("training batches", () => {
  it("keep a sample's ports together and contain each sample at most once per epoch", () => {
    const batches = trainingBatches([numbered(10)], { ...plain, batchSize: 3, dropLast: true });
    expect([batches.sizes, batches.steps]).toEqual([[3], 3]);
    const seen: number[] = [];
    for (let step = 0; step < 3; step++) {
      const labels = filled(batches, step);
      expect(filled(batches, step, "data.input")).toEqual(labels.flatMap((label) => [label, -label]));
      expect(labels.map((_, row) => batches.sampleAt("data", step, row))).toEqual(labels);
      seen.push(...labels);
    }
    expect(new Set(seen).size).toBe(9);
  });

  it.each([
    [10, 3, [3, 3, 3, 1]],
    [10, 5, [5, 5]],
    [7, 7, [7]],
    [7, 4, [4, 3]],
  ])(
    "of %s samples by %s contain every sample once per epoch, the remainder in a smaller batch",
    (n, size, sizes) => {
      const batches = trainingBatches([numbered(n)], { ...plain, batchSize: size });
      for (const epoch of [0, 3]) {
        const steps = epochOf(batches, epoch);
        expect(steps.map(({ length }) => length)).toEqual(sizes);
        expect(steps.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }
    },
  );

  it("take as many samples per epoch as the smallest Dataset has, and all samples of the others over several epochs", () => {
    const large = numbered(30);
    const small = numbered(10, 10, { node: "other", feeds: { label: "other.label" } });
    const batches = trainingBatches([large, small], { ...plain, batchSize: 4 });
    expect(batches.steps).toBe(3);
    const epochs = [0, 1, 2, 3, 4, 5, 6, 7].map((epoch) => epochOf(batches, epoch).flat());
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(10);
    expect(new Set(epochs.flat()).size).toBeGreaterThan(20);
    const others = [0, 1, 2].flatMap((step) => filled(batches, step, "other.label"));
    expect(others.map((_, i) => batches.sampleAt("other", Math.floor(i / 4), i % 4))).toEqual(others);
    expect(others.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(batches.sampleAt("nobody", 0, 0)).toBeUndefined();
  });

  it("copy large samples correctly too", () => {
    const data = numbered(6, 6, { feeds: { image: "i", label: "l" } });
    const batches = trainingBatches([data], { ...plain, batchSize: 2 });
    const [a = -1, b = -1] = filled(batches, 1, "l");
    expect(filled(batches, 1, "i")).toEqual([...Array<number>(20).fill(a), ...Array<number>(20).fill(b)]);
  });

  it("are reshuffled every epoch, and resume at any step of any epoch", () => {
    const labelsOf = (steps: readonly number[]): number[][] => {
      const batches = trainingBatches([numbered(18)], { ...plain, batchSize: 5, seed: 7 });
      return steps.map((step) => filled(batches, step));
    };
    const straight = labelsOf([0, 1, 4, 7]);
    expect(straight[0]).not.toEqual(straight[2]);
    expect(labelsOf([7])[0]).toEqual(straight[3]);
    expect(labelsOf([1])[0]).toEqual(straight[1]);
  });

  it("depend on the seed", () => {
    const first = (seed: number): number[] =>
      filled(trainingBatches([numbered(20)], { ...plain, batchSize: 20, seed }), 0);
    expect(first(1)).not.toEqual(first(2));
  });

  it("are the same two objects in every epoch, with their scalars", () => {
    const scalars = { rate: Float32Array.of(1) };
    const batches = trainingBatches([numbered(7)], { ...plain, batchSize: 4, scalars });
    const [full, last] = [batches.read(0), batches.read(1)];
    expect(batches.read(6)).toBe(full);
    expect(batches.read(7, 100)).toBe(last);
    expect([full, last]).toMatchObject([
      { part: 0, size: 4, feeds: scalars },
      { part: 1, size: 3, feeds: scalars },
    ]);
  });
});

describe("validation batches", () => {
  it("cover every sample once, the remainder in a smaller batch", () => {
    const data = numbered(17, 6);
    const batches = validationBatches([data], { batchSize: 4 })!;
    expect(batches.sizes).toEqual([4, 3]);
    expect([batches.stepsOf(0), batches.stepsOf(1)]).toEqual([[0, 1], [2]]);
    expect(epochOf(batches, 0).flat()).toEqual([...data.dataset.validation]);
  });

  it("are one smaller batch if there are fewer samples than the batch size", () => {
    const batches = validationBatches([numbered(9, 6)], { batchSize: 4 })!;
    expect([batches.sizes, batches.steps]).toEqual([[3], 1]);
    expect(epochOf(batches, 0)).toEqual([[6, 7, 8]]);
  });

  it("do not exist without samples", () => {
    expect(validationBatches([numbered(3)], { batchSize: 2 })).toBeUndefined();
    expect(validationBatches([], { batchSize: 2 })).toBeUndefined();
  });
});

describe("batches of a sequential Dataset", () => {
  const ordered = (count: number, train = count) => {
    const { dataset, ...rest } = numbered(count, train);
    return { ...rest, dataset: { ...dataset, sequential: true } };
  };

  it("are equal streams, the same in every epoch, without the remainder", () => {
    const batches = trainingBatches([ordered(11)], { ...plain, batchSize: 3 });
    expect(batches.sizes).toEqual([3]);
    for (const epoch of [0, 1])
      expect(epochOf(batches, epoch)).toEqual([
        [0, 3, 6],
        [1, 4, 7],
        [2, 5, 8],
      ]);
    expect(batches.sampleAt("data", 4, 2)).toBe(7);
  });

  it("are streams in validation too", () => {
    const batches = validationBatches([ordered(14, 9)], { batchSize: 2 })!;
    expect(epochOf(batches, 0)).toEqual([
      [9, 11],
      [10, 12],
    ]);
  });
});
