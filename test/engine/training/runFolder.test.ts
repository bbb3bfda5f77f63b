import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../../engine/interop/safetensors";
import { RunLock } from "../../../engine/training/RunLock";
import { runOwner } from "../../../engine/runFolder/runOwner";
import { Trainer } from "../../../engine/training/Trainer";
import { moons } from "./models";
import { folder, lastCheckpoint, openError, train, useFolder } from "./training";

useFolder();

const text = moons({ epochs: 2 });

async function stopped(steps = 12): Promise<string> {
  const { end } = await train({ text, steps });
  return end.run;
}

describe("the lock of a run folder", () => {
  it("exists during the run, and keeps others out", async () => {
    let refused: unknown;
    let opening: Promise<unknown> | undefined;
    const { end } = await train({ text, steps: 12 }, (event) => {
      if (event.event !== "start") return;
      opening = (async () => {
        expect(await runOwner(event.run)).toMatchObject({ pid: process.pid, host: hostname() });
        refused = await openError({ text, steps: 20, resume: event.run });
      })();
    });
    await opening;
    expect(refused).toMatchObject({ code: "run-is-active" });
    expect(end.status).toBe("completed");
    expect(await runOwner(end.run)).toBeUndefined();
    expect(await readdir(end.run)).not.toContain("owner.json");
  });

  it("is taken over from a dead process by exactly one of several", async () => {
    const run = await stopped();
    // A process id that no system assigns.
    const dead = { pid: 2 ** 30, host: hostname(), started: "1", token: "x" };
    await writeFile(join(run, "owner.json"), JSON.stringify(dead));
    expect(await runOwner(run)).toBeUndefined();
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => RunLock.take(run)));
    const locks = taken.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(locks).toHaveLength(1);
    expect(await runOwner(run)).toMatchObject({ pid: process.pid });
    for (const lock of locks) await lock.release();
    expect(await runOwner(run)).toBeUndefined();
  });

  it("does not belong to another process with the same id", async () => {
    const run = await stopped();
    const earlier = { pid: process.pid, host: hostname(), started: "1", token: "x" };
    await writeFile(join(run, "owner.json"), JSON.stringify(earlier));
    expect(await runOwner(run)).toEqual(process.platform === "linux" ? undefined : earlier);
  });
});

describe("a damaged checkpoint", () => {
  it.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, 40)],
    ["empty", () => Buffer.alloc(0)],
    ["with a negative step", (bytes: Buffer) => withCursor(bytes, { step: -5 })],
    ["with a step that no run reaches", (bytes: Buffer) => withCursor(bytes, { step: 1e300 })],
    ["with another shape", (bytes: Buffer) => withShape(bytes, "hidden.weight", [2, 16])],
  ])("(%s) is replaced by the best one, with a warning", async (_, damage) => {
    const run = await stopped(24);
    const path = join(run, "checkpoints/last.safetensors");
    await writeFile(path, damage(await readFile(path)));
    const { events, end } = await train({ text, steps: 30, resume: run });
    expect(end).toMatchObject({ status: "completed", step: 30 });
    const warning = events.find(({ event }) => event === "warning");
    expect(warning).toMatchObject({ code: "not-the-last" });
    expect(events[0]).toMatchObject({ event: "start", resumedAt: 20 });
  });

  it("is an error if there is no other", async () => {
    const run = await stopped(5);
    await writeFile(join(run, "checkpoints/last.safetensors"), "no");
    expect(await openError({ text, steps: 30, resume: run })).toMatchObject({
      code: "not-a-run",
      message: expect.stringContaining("last.safetensors") as string,
    });
    // The folder is unlocked again.
    expect(await runOwner(run)).toBeUndefined();
  });
});

describe("links in a run's folder", () => {
  it.each(["metrics.ndjson", "run.json", "model.nn.json", "checkpoints"])(
    "are not followed: %s",
    async (name) => {
      const run = await stopped();
      const outside = join(folder, "outside");
      await mkdir(outside);
      await rm(join(run, name), { recursive: true });
      await symlink(outside, join(run, name));
      expect((await openError({ text, steps: 30, resume: run })).code).toMatch(/run-outside|not-a-run/);
      expect(await readdir(outside)).toEqual([]);
    },
  );
});

it("removes what an interrupted write left behind", async () => {
  const run = await stopped();
  const left = `run.json.${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}.tmp`;
  await writeFile(join(run, left), "{");
  await train({ text, steps: 14, resume: run });
  expect((await readdir(run)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

it("names the path where runs cannot be saved", async () => {
  await writeFile(join(folder, "file"), "");
  const error = await openError({ text, steps: 1, runs: join(folder, "file/runs") });
  expect(error).toMatchObject({ code: "cannot-write", message: expect.stringContaining("file") as string });
});

describe("data that changed since a run was started", () => {
  const table = (rows: readonly string[]) => `a,b,y\n${rows.join("\n")}\n`;
  const rows = Array.from({ length: 40 }, (_, i) => `${String(i % 7)},${String(i % 5)},${String(i % 3)}`);
  const model = JSON.stringify({
    netloom: 1,
    nodes: {
      data: { type: "Dataset", source: "csv", file: "t.csv", inputs: ["a", "b"], target: "y" },
      l: { type: "Linear", outFeatures: 1 },
      loss: { type: "MSELoss" },
    },
    edges: ["data.input -> l", "l -> loss.input", "data.target -> loss.target"],
    training: { epochs: 4, batchSize: 8, optimizer: { type: "SGD", learningRate: 0.001 } },
  });

  it.each([
    ["rows", table(rows.slice(2)), "rows: 40 → 38"],
    ["order", table(rows.toReversed()), "order"],
    ["values", table(rows.map((row, i) => (i === 3 ? "9,9,1" : row))), "values"],
  ])("are an error when it is resumed (%s)", async (_, changed, words) => {
    const path = join(folder, "t.csv");
    await writeFile(path, table(rows));
    const { end } = await train({ text: model, steps: 6, device: "reference" });
    await writeFile(path, changed);
    const options = { text: model, steps: 8, resume: end.run, device: "reference" } as const;
    expect(await openError(options)).toMatchObject({
      code: "data-changed",
      message: expect.stringContaining(words) as string,
      // Also shown in VS Code, where there are no command-line options.
      hint: expect.not.stringContaining("--") as string,
    });
    const again = await train({ ...options, dataChanged: true });
    expect(again.end.status).toBe("completed");
    const record = JSON.parse(await readFile(join(end.run, "run.json"), "utf8")) as {
      dataChangedAt?: number;
    };
    expect(record.dataChangedAt).toBe(6);
  });

  it("are recorded from the step that a run goes back to, if that is before the change", async () => {
    const path = join(folder, "t.csv");
    await writeFile(path, table(rows));
    const options = { text: model, device: "reference", checkpoints: { every: 2, keep: 5 } } as const;
    const { end } = await train({ ...options, steps: 6 });
    await writeFile(path, table(rows.slice(2)));
    await train({ ...options, steps: 8, resume: end.run, dataChanged: true });
    for (const [fromStep, changedAt] of [
      [8, 6],
      [4, 4],
    ]) {
      await train({ ...options, steps: 8, resume: end.run, fromStep });
      const record = await readFile(join(end.run, "run.json"), "utf8");
      expect(JSON.parse(record)).toMatchObject({ dataChangedAt: changedAt });
    }
  });
});

describe("given weights", () => {
  it("are used for a model with another head as far as they match, and are listed", async () => {
    const run = await stopped(24);
    const wide = moons({ epochs: 1 }, { logits: { type: "Linear", outFeatures: 3 } });
    const { events } = await train({ text: wide, steps: 1, weights: run });
    expect(events[0]).toMatchObject({
      weights: {
        matched: { count: 2, names: ["hidden.weight", "hidden.bias"] },
        otherShape: { count: 2 },
        onlyInFile: { count: 0 },
        onlyInModel: { count: 0 },
      },
    });
  });

  it("are kept exactly by a frozen layer", async () => {
    const run = await stopped(24);
    const best = decodeSafetensors(await readFile(join(run, "checkpoints/best.safetensors"))).tensors;
    const frozen = moons({}, { hidden: { type: "Linear", outFeatures: 16, frozen: true } });
    const { end } = await train({ text: frozen, steps: 3, weights: run });
    const last = await lastCheckpoint(end.run);
    expect(last.get("hidden.weight")?.data).toEqual(best.get("hidden.weight")?.data);
    expect(last.get("logits.weight")?.data).not.toEqual(best.get("logits.weight")?.data);
  });

  it("are refused if none matches, and many unknown ones are counted", async () => {
    const many = new Map(
      Array.from({ length: 5000 }, (_, i) => [`t${String(i)}`, { shape: [1], data: new Float32Array(1) }]),
    );
    const file = join(folder, "w.safetensors");
    await writeFile(file, encodeSafetensors(many));
    expect((await openError({ text, weights: file })).code).toBe("no-weight-fits");
    many.set("hidden.bias", { shape: [16], data: new Float32Array(16) });
    await writeFile(file, encodeSafetensors(many));
    const { events } = await train({ text, steps: 1, weights: file });
    const [start] = events;
    if (start?.event !== "start") throw new Error("the run did not start");
    expect(start.weights?.onlyInFile.count).toBe(5000);
    expect(start.weights?.onlyInFile.names).toHaveLength(20);
  });
});

it("cannot be opened twice by one process", async () => {
  const run = await stopped();
  await appendFile(join(run, "metrics.ndjson"), "");
  const options = {
    text,
    steps: 30,
    resume: run,
    file: join(folder, "moons.nn.json"),
    workspace: folder,
    runs: join(folder, "runs"),
    device: "cpu",
    probeEvery: 0,
  } as const;
  const first = await Trainer.open(options, () => undefined);
  await expect(Trainer.open(options, () => undefined)).rejects.toMatchObject({ code: "run-is-active" });
  await first.train();
});

function withCursor(bytes: Buffer, changes: object): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const cursor = { ...(JSON.parse(metadata.netloom ?? "{}") as object), ...changes };
  return encodeSafetensors(tensors, { netloom: JSON.stringify(cursor) });
}

function withShape(bytes: Buffer, name: string, shape: readonly number[]): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const changed = new Map(tensors);
  changed.set(name, { shape, data: tensors.get(name)!.data });
  return encodeSafetensors(changed, metadata);
}
