import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { trainingBatches, validationBatches } from "../../../engine/data/batches";
import type { Batch } from "../../../engine/data/batch";
import type { LoadedDataset } from "../../../engine/data/dataset";
import { DataError } from "../../../engine/data/dataError";
import { memorySamples } from "../../../engine/data/memorySamples";
import type { ReadSamples } from "../../../engine/data/samples";

/** Labels 0 … count − 1, of which the last ones validate; `reads` changes how they are read. */
function labels(count: number, reads = (read: ReadSamples) => read, node = "data"): LoadedDataset {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const samples = memorySamples({
    count,
    columns: [{ name: "label", shape: [], dtype: "int32", data: order.slice() }],
  });
  const dataset = { ...samples, read: reads(samples.read), train: order, validation: order.slice(-7) };
  return { node, feeds: { label: `${node}.label` }, dataset };
}

/** A source that answers when the test says so, and what was asked of it, in order. */
function held() {
  const asked: { readonly labels: number[]; answer: () => void; fail: (error: unknown) => void }[] = [];
  const reads = (read: ReadSamples): ReadSamples => {
    return (indices, into) =>
      new Promise((resolve, fail) => {
        const answer = () => {
          // The numbers have to be as they were when they were asked for.
          expect([...indices]).toEqual(entry.labels);
          void read(indices, into);
          resolve();
        };
        const entry = { labels: [...indices], answer, fail };
        asked.push(entry);
      });
  };
  return { asked, reads };
}

/** A source that answers on a later tick. */
const later = (read: ReadSamples): ReadSamples => {
  return async (indices, into) => {
    await setImmediate();
    await read(indices, into);
  };
};

const labelsIn = ({ feeds }: Batch, node = "data") => [...feeds[`${node}.label`]!];
const options = { batchSize: 4, seed: 3, dropLast: false };

describe("batches that are read asynchronously", () => {
  it("are those of samples in memory, in any order of steps", async () => {
    const steps = [0, 1, 2, 3, 4, 5, 6, 11, 12, 2, 3, 7, 7, 0, 5, 6, 7, 8];
    const here = trainingBatches([labels(15)], options);
    const there = trainingBatches([labels(15, later)], options);
    for (const step of steps) {
      const [expected, read] = [await here.read(step), await there.read(step, 100)];
      expect([step, read.part, read.size, labelsIn(read)]).toEqual([
        step,
        expected.part,
        expected.size,
        labelsIn(expected),
      ]);
    }
    const validation = { batchSize: 3 };
    const [one, other] = [
      validationBatches([labels(15)], validation)!,
      validationBatches([labels(15, later)], validation)!,
    ];
    for (const step of [0, 1, 2, 0, 1, 2])
      expect(labelsIn(await other.read(step, 3))).toEqual(labelsIn(await one.read(step)));
  });

  it("are read while the one before is in use, into other arrays", async () => {
    const { asked, reads } = held();
    const batches = trainingBatches([labels(12, reads)], options);
    const first = batches.read(0, 3);
    expect(asked).toHaveLength(1);
    asked[0]!.answer();
    const batch = await first;
    // Nobody has asked for the second step yet.
    expect(asked).toHaveLength(2);
    asked[1]!.answer();
    await setImmediate();
    expect(labelsIn(batch)).toEqual(asked[0]!.labels);
    const second = await batches.read(1, 3);
    expect(second).not.toBe(batch);
    expect(labelsIn(second)).toEqual(asked[1]!.labels);
    // The third goes to where the first was, whose step is done when the second is asked for.
    expect(asked).toHaveLength(3);
    expect(labelsIn(second)).toEqual(asked[1]!.labels);
    asked[2]!.answer();
    expect(await batches.read(2, 3)).toBe(batch);
    expect(asked).toHaveLength(3);
  });

  it("are read once where a step is asked for again, and not beyond the end", async () => {
    const { asked, reads } = held();
    const batches = trainingBatches([labels(12, reads)], options);
    const wait = batches.read(1, 2);
    asked[0]!.answer();
    const batch = await wait;
    expect(await batches.read(1, 2)).toBe(batch);
    expect(asked).toHaveLength(1);
  });

  it("wait for what is still being read into their arrays", async () => {
    const { asked, reads } = held();
    const batches = trainingBatches([labels(40, reads)], options);
    const wait = batches.read(0, 10);
    asked[0]!.answer();
    await wait;
    expect(asked).toHaveLength(2);
    // Step 1 is being read ahead, and the way of steps leads elsewhere, twice.
    const jumped = batches.read(5, 10);
    await setImmediate();
    asked[2]!.answer();
    await jumped;
    await setImmediate();
    expect(asked).toHaveLength(3);
    asked[1]!.answer();
    await setImmediate();
    expect(asked).toHaveLength(4);
    const next = batches.read(6, 10);
    asked[3]!.answer();
    const expected = await trainingBatches([labels(40)], options).read(6);
    expect(labelsIn(await next)).toEqual(labelsIn(expected));
  });

  it("fail where they are asked for, not where they are read ahead", async () => {
    const { asked, reads } = held();
    const batches = trainingBatches([labels(12, reads)], options);
    const first = batches.read(0, 3);
    asked[0]!.answer();
    const batch = await first;
    asked[1]!.fail(new Error("the cable is out"));
    await setImmediate();
    expect(labelsIn(batch)).toEqual(asked[0]!.labels);
    const error: unknown = await Promise.resolve(batches.read(1, 3)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({
      code: "data-unreadable",
      message: 'The samples of "data" cannot be read: the cable is out',
      at: { node: "data" },
    });
  });

  it("leave an error of what is read ahead to itself where nobody asks for it", async () => {
    const unhandled: unknown[] = [];
    const listener = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", listener);
    const { asked, reads } = held();
    const batches = trainingBatches([labels(12, reads)], options);
    const first = batches.read(0, 3);
    asked[0]!.answer();
    await first;
    asked[1]!.fail(new Error("nobody minds"));
    // Unhandled rejections are reported once all microtasks have run.
    await setImmediate();
    await setImmediate();
    process.off("unhandledRejection", listener);
    expect(asked).toHaveLength(2);
    expect(unhandled).toEqual([]);
  });

  it("keep the code of a source's own error, and take one that is thrown at once for one that comes later", async () => {
    const own = new DataError("data-file-changed", "The file changed.", { hint: "Try again." });
    const throws = labels(12, () => () => {
      throw own;
    });
    await expect(trainingBatches([throws], options).read(0)).rejects.toMatchObject({
      code: "data-file-changed",
      message: "The file changed.",
      at: { node: "data", hint: "Try again." },
    });
  });

  it("wait for every Dataset, also if one fails", async () => {
    const [one, other] = [held(), held()];
    const datasets = [labels(12, one.reads, "one"), labels(12, other.reads, "other")];
    const batches = trainingBatches([...datasets, labels(12, undefined, "here")], options);
    const both = Promise.resolve(batches.read(0));
    let settled = false;
    const wait = both.catch((error: unknown) => error).finally(() => (settled = true));
    one.asked[0]!.fail(new Error("gone"));
    await setImmediate();
    expect(settled).toBe(false);
    other.asked[0]!.answer();
    expect(await wait).toMatchObject({ at: { node: "one" } });
    const next = batches.read(1);
    await setImmediate();
    one.asked[1]!.answer();
    other.asked[1]!.answer();
    const batch = await next;
    expect(labelsIn(batch, "here")).toHaveLength(4);
    expect(labelsIn(batch, "one")).toEqual(one.asked[1]!.labels);
    expect(labelsIn(batch, "other")).toEqual(other.asked[1]!.labels);
  });
});
