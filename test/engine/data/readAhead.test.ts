import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { trainingBatches, validationBatches } from "../../../engine/data/batches";
import type { Batch } from "../../../engine/data/batch";
import type { LoadedDataset } from "../../../engine/data/dataset";
import { DataError } from "../../../engine/data/dataError";
import { memorySamples } from "../../../engine/data/memorySamples";
import type { ReadSamples } from "../../../engine/data/samples";

/** Labels 0 … count − 1, the last ones also for validation; `reads` changes how they are read. */
function labels(count: number, reads = (read: ReadSamples) => read, node = "data"): LoadedDataset {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const samples = memorySamples({
    count,
    columns: [{ name: "label", shape: [], dtype: "int32", data: order.slice() }],
  });
  const dataset = { ...samples, read: reads(samples.read), train: order, validation: order.slice(-7) };
  return { node, feeds: { label: `${node}.label` }, dataset };
}

/** A source whose reads the test completes or fails, and its requests so far, in order. */
function controlledReads() {
  const requests: { readonly labels: number[]; answer: () => void; fail: (error: unknown) => void }[] = [];
  const reads = (read: ReadSamples): ReadSamples => {
    return (indices, into) =>
      new Promise((resolve, fail) => {
        const answer = () => {
          // The indices must not have changed since the request.
          expect([...indices]).toEqual(entry.labels);
          void read(indices, into);
          resolve();
        };
        const entry = { labels: [...indices], answer, fail };
        requests.push(entry);
      });
  };
  return { requests, reads };
}

/** Reads on a later tick. */
const later = (read: ReadSamples): ReadSamples => {
  return async (indices, into) => {
    await setImmediate();
    await read(indices, into);
  };
};

const labelsIn = ({ feeds }: Batch, node = "data") => [...feeds[`${node}.label`]!];
const options = { batchSize: 4, seed: 3, dropLast: false };

describe("batches that are read asynchronously", () => {
  it("equal those of samples in memory, in any order of steps", async () => {
    const steps = [0, 1, 2, 3, 4, 5, 6, 11, 12, 2, 3, 7, 7, 0, 5, 6, 7, 8];
    const inMemory = trainingBatches([labels(15)], options);
    const asynchronous = trainingBatches([labels(15, later)], options);
    for (const step of steps) {
      const [expected, read] = [await inMemory.read(step), await asynchronous.read(step, 100)];
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

  it("are read ahead into other arrays while the previous batch is in use", async () => {
    const { requests, reads } = controlledReads();
    const batches = trainingBatches([labels(12, reads)], options);
    const first = batches.read(0, 3);
    expect(requests).toHaveLength(1);
    requests[0]!.answer();
    const batch = await first;
    // The second step has not been requested yet.
    expect(requests).toHaveLength(2);
    requests[1]!.answer();
    await setImmediate();
    expect(labelsIn(batch)).toEqual(requests[0]!.labels);
    const second = await batches.read(1, 3);
    expect(second).not.toBe(batch);
    expect(labelsIn(second)).toEqual(requests[1]!.labels);
    // The third reuses the arrays of the first, whose step is done when the second is requested.
    expect(requests).toHaveLength(3);
    expect(labelsIn(second)).toEqual(requests[1]!.labels);
    requests[2]!.answer();
    expect(await batches.read(2, 3)).toBe(batch);
    expect(requests).toHaveLength(3);
  });

  it("are read once if a step is requested again, and not beyond the end", async () => {
    const { requests, reads } = controlledReads();
    const batches = trainingBatches([labels(12, reads)], options);
    const wait = batches.read(1, 2);
    requests[0]!.answer();
    const batch = await wait;
    expect(await batches.read(1, 2)).toBe(batch);
    expect(requests).toHaveLength(1);
  });

  it("wait for an earlier read into their arrays to finish", async () => {
    const { requests, reads } = controlledReads();
    const batches = trainingBatches([labels(40, reads)], options);
    const wait = batches.read(0, 10);
    requests[0]!.answer();
    await wait;
    expect(requests).toHaveLength(2);
    // Step 1 is being read ahead when other steps are requested, twice.
    const jumped = batches.read(5, 10);
    await setImmediate();
    requests[2]!.answer();
    await jumped;
    await setImmediate();
    expect(requests).toHaveLength(3);
    requests[1]!.answer();
    await setImmediate();
    expect(requests).toHaveLength(4);
    const next = batches.read(6, 10);
    requests[3]!.answer();
    const expected = await trainingBatches([labels(40)], options).read(6);
    expect(labelsIn(await next)).toEqual(labelsIn(expected));
  });

  it("fail when they are requested, not when they are read ahead", async () => {
    const { requests, reads } = controlledReads();
    const batches = trainingBatches([labels(12, reads)], options);
    const first = batches.read(0, 3);
    requests[0]!.answer();
    const batch = await first;
    requests[1]!.fail(new Error("the cable is out"));
    await setImmediate();
    expect(labelsIn(batch)).toEqual(requests[0]!.labels);
    const error: unknown = await Promise.resolve(batches.read(1, 3)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({
      code: "data-unreadable",
      message: 'The samples of "data" cannot be read: the cable is out',
      at: { node: "data" },
    });
  });

  it("cause no unhandled rejection if a batch that was read ahead fails and is never requested", async () => {
    const unhandled: unknown[] = [];
    const listener = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", listener);
    const { requests, reads } = controlledReads();
    const batches = trainingBatches([labels(12, reads)], options);
    const first = batches.read(0, 3);
    requests[0]!.answer();
    await first;
    requests[1]!.fail(new Error("not requested"));
    // Unhandled rejections are reported once all microtasks have run.
    await setImmediate();
    await setImmediate();
    process.off("unhandledRejection", listener);
    expect(requests).toHaveLength(2);
    expect(unhandled).toEqual([]);
  });

  it("keep the code of a source's own error, and reject if it is thrown synchronously", async () => {
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

  it("wait for every Dataset even if one fails", async () => {
    const [one, other] = [controlledReads(), controlledReads()];
    const datasets = [labels(12, one.reads, "one"), labels(12, other.reads, "other")];
    const batches = trainingBatches([...datasets, labels(12, undefined, "here")], options);
    const both = Promise.resolve(batches.read(0));
    let settled = false;
    const wait = both.catch((error: unknown) => error).finally(() => (settled = true));
    one.requests[0]!.fail(new Error("gone"));
    await setImmediate();
    expect(settled).toBe(false);
    other.requests[0]!.answer();
    expect(await wait).toMatchObject({ at: { node: "one" } });
    const next = batches.read(1);
    await setImmediate();
    one.requests[1]!.answer();
    other.requests[1]!.answer();
    const batch = await next;
    expect(labelsIn(batch, "here")).toHaveLength(4);
    expect(labelsIn(batch, "one")).toEqual(one.requests[1]!.labels);
    expect(labelsIn(batch, "other")).toEqual(other.requests[1]!.labels);
  });
});
