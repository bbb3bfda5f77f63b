import { describe, expect, it } from "vitest";
import { defaultBatchSize, defaultEpochs } from "../../../engine/graph/trainingDefaults";
import { batchWarnings } from "../../../engine/graph/batchWarnings";
import { expectedBatches } from "../../../engine/training/expectedBatches";
import { openModel } from "../../../engine/training/openModel";
import { moons } from "./models";
import { folder, train, useFolder } from "./training";

useFolder();

async function opened(training: object) {
  const text = moons(training);
  const { typed, facts } = await openModel(text, { file: `${folder}/moons.nn.json`, workspace: folder });
  return { text, typed: typed!, facts };
}

describe("the expected batches", () => {
  it.each<[object, object]>([
    [{}, { samples: 160, batchSize: 16, stepsPerEpoch: 10, epochs: 4 }],
    [{ batchSize: 48 }, { batchSize: 48, stepsPerEpoch: 4 }],
    [
      { batchSize: 48, dropLast: true },
      { batchSize: 48, stepsPerEpoch: 3 },
    ],
    [{ batchSize: "all" }, { batchSize: 160, stepsPerEpoch: 1 }],
    [{ batchSize: 500 }, { batchSize: 160, stepsPerEpoch: 1 }],
    [
      { batchSize: undefined, epochs: undefined },
      { batchSize: 8, stepsPerEpoch: 20, epochs: 50 },
    ],
  ])("equal those of training: %o", async (training, expected) => {
    const { text, typed, facts } = await opened(training);
    const found = expectedBatches(typed, facts)!;
    expect(found).toMatchObject(expected);
    const { events } = await train({ text, steps: 1 });
    const { samples: trainSamples, ...rest } = found;
    expect(events[0]).toMatchObject({ trainSamples, ...rest });
  });

  it("cause a warning at the batch size if it is larger than the data", async () => {
    const { text, typed } = await opened({ batchSize: 161 });
    const [warning, ...others] = batchWarnings(typed, 160);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      code: "batch-larger-than-data",
      severity: "warning",
      setting: "batchSize",
    });
    expect(text.slice(warning!.range.offset, warning!.range.offset + warning!.range.length)).toContain("161");
    for (const batchSize of [160, "all", undefined])
      expect(batchWarnings((await opened({ batchSize })).typed, 160)).toEqual([]);
  });
});

describe("the default for a number of rows", () => {
  it.each([
    [1, 8],
    [120, 8],
    [256, 16],
    [511, 16],
    [512, 32],
    [1023, 32],
    [1024, 64],
    [60_000, 64],
  ])("batch size: for %s rows %s", (rows, size) => {
    expect(defaultBatchSize(rows)).toBe(size);
  });

  it.each([
    [1, 100],
    [15, 67],
    [23, 44],
    [200, 5],
    [938, 5],
  ])("epochs: for %s steps %s", (steps, epochs) => {
    expect(defaultEpochs(steps)).toBe(epochs);
  });
});
