import { describe, expect, it } from "vitest";
import { evaluationBatches, trainingBatches } from "../../../engine/data/batches";
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

describe("training batches", () => {
  it("keep a sample's ports together and see each sample at most once in an epoch", () => {
    const batches = trainingBatches(numbered(10), { batchSize: 3, feeds, seed: 1 });
    expect([batches.batchSize, batches.stepsPerEpoch]).toEqual([3, 3]);
    const seen: number[] = [];
    for (let step = 0; step < 3; step++) {
      batches.fill(0, step);
      const labels = [...(batches.arrays["data.label"] ?? [])];
      expect([...(batches.arrays["data.input"] ?? [])]).toEqual(labels.flatMap((label) => [label, -label]));
      seen.push(...labels);
    }
    expect(new Set(seen).size).toBe(9);
  });

  it("copies large samples as it does small ones", () => {
    const batches = trainingBatches(numbered(6), {
      batchSize: 2,
      feeds: { image: "i", label: "l" },
      seed: 1,
    });
    batches.fill(0, 1);
    const [a = -1, b = -1] = batches.arrays.l ?? [];
    expect([...(batches.arrays.i ?? [])]).toEqual([
      ...Array<number>(20).fill(a),
      ...Array<number>(20).fill(b),
    ]);
  });

  it("come in another order each epoch, and resume at any step of any epoch", () => {
    const labelsOf = (jumps: readonly (readonly [number, number])[]): number[][] => {
      const batches = trainingBatches(numbered(20), { batchSize: 5, feeds, seed: 7 });
      return jumps.map(([epoch, step]) => {
        batches.fill(epoch, step);
        return [...(batches.arrays["data.label"] ?? [])];
      });
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
      const batches = trainingBatches(numbered(20), { batchSize: 20, feeds, seed });
      batches.fill(0, 0);
      return [...(batches.arrays["data.label"] ?? [])];
    };
    expect(first(1)).not.toEqual(first(2));
  });

  it("keep their arrays", () => {
    const batches = trainingBatches(numbered(8), { batchSize: 4, feeds, seed: 1 });
    const before = Object.values(batches.arrays);
    batches.fill(0, 0);
    batches.fill(3, 1);
    expect(Object.values(batches.arrays).every((array, index) => array === before[index])).toBe(true);
  });

  it.each([["all"], [100]] as const)("of size %s have the size of the set", (batchSize) => {
    const { batchSize: size, stepsPerEpoch } = trainingBatches(numbered(10, 7), {
      batchSize,
      feeds,
      seed: 1,
    });
    expect([size, stepsPerEpoch]).toEqual([7, 1]);
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
