import { describe, expect, it } from "vitest";
import { evaluationBatches, trainingBatches, type TrainingBatches } from "../../../engine/data/batches";
import type { Dataset } from "../../../engine/data/dataset";

/** Sample i is ([i, −i], label i) and, as an image of 20 numbers, i twenty times. */
function numbered(samples: number, train = samples): Dataset {
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  return {
    samples,
    columns: [
      {
        name: "input",
        shape: [2],
        dtype: "float32",
        data: Float32Array.from({ length: 2 * samples }, (_, i) => (i % 2 ? -1 : 1) * Math.floor(i / 2)),
      },
      { name: "label", shape: [], dtype: "int32", data: order.slice() },
      {
        name: "image",
        shape: [4, 5],
        dtype: "float32",
        data: Float32Array.from({ length: 20 * samples }, (_, i) => Math.floor(i / 20)),
      },
    ],
    train: order.slice(0, train),
    validation: order.slice(train),
  };
}
const feeds = { input: "data.input", label: "data.label" };
const plain = { feeds, seed: 1, dropLast: false };

/** Writes a batch and gives one of its feeds. */
function filled(
  { batches, fill }: TrainingBatches,
  epoch: number,
  step: number,
  feed = "data.label",
): number[] {
  return [...(batches[fill(epoch, step)]?.arrays[feed] ?? [])];
}

describe("training batches", () => {
  it("keep a sample's ports together and see each sample at most once in an epoch", () => {
    const batches = trainingBatches(numbered(10), { ...plain, batchSize: 3, dropLast: true });
    expect([batches.batches.map((batch) => batch?.size), batches.stepsPerEpoch]).toEqual([[3], 3]);
    const seen: number[] = [];
    for (let step = 0; step < 3; step++) {
      const labels = filled(batches, 0, step);
      expect(filled(batches, 0, step, "data.input")).toEqual(labels.flatMap((label) => [label, -label]));
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
    "of %s samples by %s see every sample of an epoch once, the rest in a smaller batch",
    (n, size, sizes) => {
      const batches = trainingBatches(numbered(n), { ...plain, batchSize: size });
      for (const epoch of [0, 3]) {
        const steps = Array.from({ length: batches.stepsPerEpoch }, (_, step) =>
          filled(batches, epoch, step),
        );
        expect(steps.map(({ length }) => length)).toEqual(sizes);
        expect(steps.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }
    },
  );

  it("take as many samples in an epoch as they are asked for, of all samples in turn", () => {
    const batches = trainingBatches(numbered(30), { ...plain, batchSize: 4, samples: 10 });
    expect(batches.stepsPerEpoch).toBe(3);
    const epochs = [0, 1, 2, 3, 4, 5, 6, 7].map((epoch) =>
      [0, 1, 2].flatMap((step) => filled(batches, epoch, step)),
    );
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(10);
    expect(new Set(epochs.flat()).size).toBeGreaterThan(20);
  });

  it("copies large samples as it does small ones", () => {
    const batches = trainingBatches(numbered(6), {
      ...plain,
      batchSize: 2,
      feeds: { image: "i", label: "l" },
    });
    const [a = -1, b = -1] = filled(batches, 0, 1, "l");
    expect(filled(batches, 0, 1, "i")).toEqual([...Array<number>(20).fill(a), ...Array<number>(20).fill(b)]);
  });

  it("come in another order each epoch, and resume at any step of any epoch", () => {
    const labelsOf = (jumps: readonly (readonly [number, number])[]): number[][] => {
      const batches = trainingBatches(numbered(18), { ...plain, batchSize: 5, seed: 7 });
      return jumps.map(([epoch, step]) => filled(batches, epoch, step));
    };
    const straight = labelsOf([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 3],
    ]);
    expect(straight[0]).not.toEqual(straight[2]);
    expect(labelsOf([[1, 3]])[0]).toEqual(straight[3]);
    expect(labelsOf([[0, 1]])[0]).toEqual(straight[1]);
  });

  it("depend on the seed", () => {
    const first = (seed: number): number[] => {
      return filled(trainingBatches(numbered(20), { ...plain, batchSize: 20, seed }), 0, 0);
    };
    expect(first(1)).not.toEqual(first(2));
  });

  it("keep their arrays", () => {
    const { batches, fill } = trainingBatches(numbered(7), { ...plain, batchSize: 4 });
    const arrays = () => batches.flatMap((batch) => Object.values(batch?.arrays ?? {}));
    const before = arrays();
    fill(0, 0);
    fill(3, 1);
    expect(arrays().every((array, index) => array === before[index])).toBe(true);
  });
});

describe("evaluation batches", () => {
  it("cover every sample once, the remainder in a smaller batch", () => {
    const dataset = numbered(17, 6);
    const parts = evaluationBatches(dataset, dataset.validation, { batchSize: 4, feeds });
    expect(parts.map(({ batchSize, steps }) => [batchSize, steps])).toEqual([
      [4, 2],
      [3, 1],
    ]);
    const seen = parts.flatMap((part) =>
      Array.from({ length: part.steps }, (_, step) => {
        part.fill(step);
        return [...(part.arrays["data.label"] ?? [])];
      }).flat(),
    );
    expect(seen).toEqual([...dataset.validation]);
  });

  it("are none for no samples", () => {
    expect(evaluationBatches(numbered(3), new Int32Array(0), { batchSize: 2, feeds })).toEqual([]);
  });
});
