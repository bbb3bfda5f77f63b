import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReadSamples, Samples } from "../../../engine/data/samples";
import type { FileLoader } from "../../../engine/data/sources/loader";
import { loaders } from "../../../engine/data/sources/loaders";
import type { RunEvent } from "../../../engine/run/events";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { at, sizeOf } from "../../../engine/tensor/tensor";
import { gradientPass } from "../../../engine/training/gradientPass";
import { openModel } from "../../../engine/training/openModel";
import { columnsOf } from "../data/columnsOf";
import { openedRun } from "./callbacks/openedRun";
import { moons } from "./models";
import { folder, lastCheckpoint, openError, stepsOf, train, useFolder } from "./training";

useFolder();

/** How a test changes the samples of a CSV before they are used. */
const source = { change: (samples: Samples): Samples | Promise<Samples> => samples };

const csv = loaders.csv as FileLoader;
const { load } = csv;
beforeEach(() => {
  source.change = (samples) => samples;
  const changed: typeof load = async (...given) => source.change(await load(...given));
  vi.spyOn(csv, "load").mockImplementation(changed);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Changes how the samples are read. */
function readBy(reads: (read: ReadSamples) => ReadSamples): void {
  source.change = (samples) => ({ ...samples, read: reads(samples.read) });
}

/** Reads on a later tick. */
const onTick = (read: ReadSamples): ReadSamples => {
  return async (indices, into) => {
    await setImmediate();
    await read(indices, into);
  };
};

/** Reads from a separate file, one port of one sample at a time. */
async function fromFile(samples: Samples): Promise<Samples> {
  const path = join(folder, "samples.bin");
  const columns = columnsOf(samples).map((column) => ({ ...column, bytes: 4 * sizeOf(column.shape) }));
  await writeFile(path, Buffer.concat(columns.map(({ data }) => new Uint8Array(data.buffer))));
  const starts = columns.map((_, index) =>
    columns.slice(0, index).reduce((sum, { bytes }) => sum + samples.count * bytes, 0),
  );
  return {
    ...samples,
    read: async (indices, into) => {
      const file = await open(path);
      try {
        for (const [index, { name, bytes }] of columns.entries()) {
          const array = into[name];
          if (!array) continue;
          for (const [row, sample] of indices.entries()) {
            const view = new Uint8Array(array.buffer, array.byteOffset + row * bytes, bytes);
            await file.read(view, 0, bytes, at(starts, index) + sample * bytes);
          }
        }
      } finally {
        await file.close();
      }
    },
  };
}

const ways: Readonly<Record<string, () => void>> = {
  "on a later tick": () => {
    readBy(onTick);
  },
  "from a file in pieces": () => {
    source.change = fromFile;
  },
};

/** Two moons from a table of 50 rows, 40 of them for training: batches of 16, 16 and 8. */
async function document(training: object = {}): Promise<string> {
  const rows = Array.from({ length: 50 }, (_, row) => {
    const angle = (Math.PI * row) / 50;
    return row % 2
      ? `${Math.cos(angle)},${Math.sin(angle)},in`
      : `${1 - Math.cos(angle)},${0.5 - Math.sin(angle)},out`;
  });
  await writeFile(join(folder, "table.csv"), ["x,y,side", ...rows].join("\n"));
  return moons(
    { epochs: 3, batchSize: 16, ...training },
    {
      data: {
        type: "Dataset",
        source: "csv",
        file: "table.csv",
        inputs: ["x", "y"],
        target: "side",
        classes: true,
      },
    },
  ).replaceAll("data.label", "data.target");
}

/** The result of a run: its reports except times, its weights, and its record of the data. */
async function resultOf({ events, end }: Awaited<ReturnType<typeof train>>) {
  const record = JSON.parse(await readFile(join(end.run, "run.json"), "utf8")) as { data: unknown };
  return {
    status: end.status,
    steps: stepsOf(events),
    losses: events.flatMap((event) => (event.event === "steps" ? event.loss : [])),
    epochs: events.flatMap((event) =>
      event.event === "epoch" ? [{ ...event.train, ...event.validation }] : [],
    ),
    // Which other statistics are taken depends on timing.
    gradients: events.flatMap((event) =>
      event.event === "gradients" && [1, 9].includes(event.step) ? [{ ...event, run: "" }] : [],
    ),
    weights: await lastCheckpoint(end.run),
    data: record.data,
  };
}

const warnings = (events: readonly RunEvent[]) => events.filter(({ event }) => event === "warning");

describe.each(Object.entries(ways))("samples that are read %s", (_, readAsynchronously) => {
  it.each(["cpu", "reference"] as const)("give the same weights on %s, bit for bit", async (device) => {
    const options = { text: await document(), device, probeEvery: 1 };
    const expected = await resultOf(await train(options));
    expect(expected).toMatchObject({ status: "completed", steps: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
    expect([expected.epochs.length, expected.gradients.length]).toEqual([3, 2]);
    readAsynchronously();
    const given = await train(options);
    expect(warnings(given.events)).toEqual([]);
    expect(await resultOf(given)).toEqual(expected);
  });

  it.each([4, 5, 6])("give the same result after resuming at step %s", async (stop) => {
    const text = await document();
    const whole = await resultOf(await train({ text }));
    readAsynchronously();
    const { end } = await train({ text, steps: stop });
    const rest = await resultOf(await train({ text, resume: end.run }));
    expect(rest.steps[0]).toBe(stop + 1);
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.epochs.at(-1)).toEqual(whole.epochs.at(-1));
  });

  it("give the same gradients", async () => {
    const place = { file: join(folder, "m.nn.json"), workspace: folder };
    const { typed } = await openModel(await document(), place);
    const pass = () =>
      gradientPass(typed!, new ReferenceRuntime(), {
        place,
        seed: 1,
        training: true,
        weights: undefined,
        batch: undefined,
        warn: () => undefined,
      });
    const expected = await pass();
    readAsynchronously();
    expect(await pass()).toEqual(expected);
  });

  it("give the same cause if values are no longer finite", async () => {
    const text = await document({ optimizer: { type: "SGD", learningRate: 1e30 } });
    const expected = await train({ text });
    expect(expected.end.status).toBe("failed");
    readAsynchronously();
    const { end } = await train({ text });
    expect({ ...end, run: "" }).toEqual({ ...expected.end, run: "" });
  });
});

describe("a read that fails", () => {
  /** Fails from the given batch of the run on, counted from 0, not counting validation batches. */
  function failFrom(first: number): { readonly reads: () => number } {
    let reads = 0;
    readBy((read) => async (indices, into) => {
      await setImmediate();
      // The fingerprint reads all rows, validation the 10 rows held out.
      if (indices.length === 50 || indices.length === 10) return read(indices, into);
      if (reads++ >= first) throw new Error("the disk was pulled out");
      return read(indices, into);
    });
    return { reads: () => reads };
  }

  const error = {
    code: "data-unreadable",
    message: 'The samples of "data" cannot be read: the disk was pulled out',
    nodeId: "data",
    hint: "Make sure that they can be read, then train again or resume the run.",
  };

  it.each([1, 4])("ends the run after step %s, and the run can be resumed", async (done) => {
    const text = await document();
    const whole = await resultOf(await train({ text }));
    failFrom(done);
    const { end } = await train({ text });
    expect(end).toMatchObject({ status: "failed", step: done, error });
    source.change = fromFile;
    const rest = await train({ text, resume: end.run });
    expect((await resultOf(rest)).weights).toEqual(whole.weights);
  });

  it("opens no run if the first batch cannot be read", async () => {
    const text = await document();
    failFrom(0);
    expect(await openError({ text })).toEqual(error);
    readBy(() => () => Promise.reject(new Error("the disk was pulled out")));
    expect(await openError({ text })).toEqual(error);
  });

  it("cannot happen after the last step, when nothing is read ahead", async () => {
    const text = await document();
    const { reads } = failFrom(2);
    const { end } = await train({ text, steps: 2 });
    expect(end).toMatchObject({ status: "completed", step: 2 });
    expect(reads()).toBe(2);
  });

  it("does not affect a run that is stopped before", async () => {
    const text = await document();
    failFrom(3);
    const { end } = await train({ text }, (event, trainer) => {
      if (event.event === "checkpoint" && event.step === 3) trainer.stop();
    });
    expect(end).toMatchObject({ status: "stopped", step: 3 });
  });
});

it("reads the next batch while a step runs", async () => {
  const sizes: number[] = [];
  readBy((read) => async (indices, into) => {
    sizes.push(indices.length);
    await setImmediate();
    await read(indices, into);
  });
  const { run } = await openedRun({ text: await document(), device: "cpu" });
  const { plan, steps } = run.opened;
  // The fingerprint, the first batch, which is checked for out-of-domain values, and the one after it.
  expect(sizes).toEqual([50, 16, 16]);
  const [first] = plan.timetable.stageOf(0).runs;
  const ran = steps.run(await plan.batch(0), 1, first!);
  expect(sizes).toHaveLength(3);
  await ran;
  // The last, smaller batch of the epoch is requested as soon as the second has been read.
  const next = await plan.batch(1);
  expect(sizes).toEqual([50, 16, 16, 8]);
  await steps.run(next, 2, first!);
});
