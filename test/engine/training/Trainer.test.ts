import { existsSync, readFileSync, rmSync } from "node:fs";
import { open, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { decodeSafetensors } from "../../../engine/interop/safetensors";
import type { RunEvent } from "../../../engine/run/events";
import { Trainer } from "../../../engine/training/Trainer";
import { decodeEvents } from "../interop/decodeEvents";
import { moons } from "./models";
import { trainerSuite } from "./trainerSuite";
import { complete, folder, lastCheckpoint, openError, stepsOf, train, useFolder } from "./training";

useFolder();

afterEach(() => {
  vi.restoreAllMocks();
});

trainerSuite("reference");
trainerSuite("cpu");

describe("training", () => {
  it("pauses, resumes and stops between steps", async () => {
    const statuses: string[] = [];
    let trainer: Trainer | undefined;
    const { end } = await train({ text: moons({ epochs: 2000 }) }, (event, running) => {
      trainer = running;
      if (event.event === "status") statuses.push(event.status);
      if (event.event === "steps" && statuses.length === 0) running.pause();
      if (event.event === "status" && event.status === "paused") queueMicrotask(() => running.resume());
      if (event.event === "steps" && statuses.includes("running")) running.stop();
    });
    expect(trainer).toBeDefined();
    expect(statuses.slice(0, 3)).toEqual(["paused", "running", "stopping"]);
    expect(end.status).toBe("stopped");
    expect((await lastCheckpoint(end.run)).size).toBeGreaterThan(0);
  });

  it("can be stopped while it is paused, and does not count the time of the pause", async () => {
    let passed = 0;
    const clock = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => clock() + passed);
    const { end } = await train({ text: moons({ epochs: 100_000 }) }, (event, trainer) => {
      if (event.event === "steps") trainer.pause();
      if (event.event === "status" && event.status === "paused") {
        trainer.pause();
        passed = 1e9;
        queueMicrotask(() => trainer.stop());
        queueMicrotask(() => trainer.stop("interrupted"));
      }
    });
    expect(end.status).toBe("stopped");
    const { metadata } = decodeSafetensors(await readFile(join(end.run, "checkpoints", "last.safetensors")));
    expect((JSON.parse(metadata.netloom!) as { seconds: number }).seconds).toBeLessThan(1e5);
  });

  it("takes exactly the requested steps while it is paused, and reports them before it resolves", async () => {
    const text = moons();
    const events: RunEvent[] = [];
    const trainer = await Trainer.open(complete({ text }), (event) => events.push(event));
    trainer.pause();
    const end = trainer.train();
    expect(await trainer.step()).toBe(1);
    expect(stepsOf(events)).toEqual([1]);
    expect(await trainer.step()).toBe(2);
    expect(stepsOf(events)).toEqual([1, 2]);
    // Past the end of an epoch.
    expect(await trainer.step(9)).toBe(11);
    expect(events.filter(({ event }) => event === "epoch")).toHaveLength(1);
    expect(JSON.parse(await readFile(join(trainer.run, "run.json"), "utf8"))).toMatchObject({
      status: "paused",
      step: 11,
    });
    trainer.resume();
    expect(await end).toMatchObject({ status: "completed", step: 40 });
    expect(stepsOf(events)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const expected = await lastCheckpoint((await train({ text })).end.run);
    expect(await lastCheckpoint(trainer.run)).toEqual(expected);
    // A run that has ended resolves at once.
    expect(await trainer.step()).toBe(40);
  });

  it("resolves requests for more steps than there are, and for a step that fails", async () => {
    const whole = await Trainer.open(complete({ text: moons() }), () => undefined);
    whole.pause();
    const end = whole.train();
    expect(await whole.step(100)).toBe(40);
    expect((await end).status).toBe("completed");
    const text = moons({ optimizer: { type: "SGD", learningRate: 1e20 } });
    const failing = await Trainer.open(complete({ text }), () => undefined);
    failing.pause();
    const failed = failing.train();
    for (let step = 0; step < 40 && (await failing.step()) > step; step++);
    expect(await failed).toMatchObject({ status: "failed", error: { code: "loss-not-finite" } });
  });

  it("is completed when the last step is done, even if it is stopped then", async () => {
    const { end } = await train({ text: moons() }, (event, trainer) => {
      if (event.event === "checkpoint" && event.step === 40) trainer.stop();
    });
    expect(end).toMatchObject({ status: "completed", step: 40 });
  });

  it("takes statistics between when they are switched on and when they are switched off", async () => {
    const { events } = await train({ text: moons({ epochs: 100_000 }) }, (event, trainer) => {
      if (event.event === "steps" && event.first === 1) trainer.watch(1);
      if (event.event === "gradients") trainer.watch(0);
      if (event.event === "epoch" && event.epoch === 200) trainer.stop();
    });
    const statistics = events.filter(({ event }) => event === "gradients");
    expect(statistics).toHaveLength(1);
    expect(events.indexOf(statistics[0]!)).toBeGreaterThan(
      events.findIndex(({ event }) => event === "steps"),
    );
  });

  it("continues a completed run if there are more epochs, and otherwise ends at once", async () => {
    const { end } = await train({ text: moons() });
    const again = await train({ text: moons(), resume: end.run });
    expect(stepsOf(again.events)).toEqual([]);
    expect(again.end).toMatchObject({ run: end.run, status: "completed", step: 40 });
    const more = await train({ text: moons({ epochs: 5 }), resume: end.run });
    expect(stepsOf(more.events)).toEqual(Array.from({ length: 10 }, (_, i) => i + 41));
  });

  it("trains two models at once with the same results as separately", async () => {
    const text = moons();
    const [alone, ...both] = [
      await train({ text }),
      ...(await Promise.all([train({ text }), train({ text })])),
    ];
    expect(new Set([alone.end.run, ...both.map(({ end }) => end.run)]).size).toBe(3);
    const expected = await lastCheckpoint(alone.end.run);
    for (const { end } of both) expect(await lastCheckpoint(end.run)).toEqual(expected);
  });

  it("ends with a clear error when its folder is deleted", async () => {
    const { end } = await train({ text: moons({ epochs: 100_000 }) }, (event, trainer) => {
      if (event.event === "steps" && event.first === 1) rmSync(trainer.run, { recursive: true });
    });
    expect(end).toMatchObject({ status: "failed", error: { code: "cannot-write" } });
    expect(end.error!.message).toContain("gone");
  });

  it("never overwrites the last good checkpoint once the loss is not finite", async () => {
    let now = 0;
    // A checkpoint is due every time the clock is read.
    vi.spyOn(performance, "now").mockImplementation(() => (now += 60_000));
    const text = moons({ optimizer: { type: "SGD", learningRate: 1e20 } });
    const { events, end } = await train({ text });
    expect(end.error!.code).toBe("loss-not-finite");
    expect(events.filter(({ event }) => event === "checkpoint").length).toBeGreaterThan(1);
    for (const [name, { data }] of await lastCheckpoint(end.run))
      expect((data as Float32Array).every(Number.isFinite), name).toBe(true);
  });

  it("fails if the last update leaves weights that are not finite", async () => {
    const loss = { type: "CrossEntropyLoss", reduction: "sum" };
    const text = moons({ optimizer: { type: "SGD", learningRate: 3e38 } }, { loss });
    const { end } = await train({ text, steps: 1 });
    expect(end).toMatchObject({ status: "failed", error: { code: "loss-not-finite" } });
    expect(end.error!.nodeId).toMatch(/hidden|logits/);
    for (const [name, { data }] of await lastCheckpoint(end.run))
      expect((data as Float32Array).every(Number.isFinite), name).toBe(true);
  });

  it("records the device, the seed and the versions of a run", async () => {
    const { end } = await train({ text: moons(), steps: 1 });
    expect(JSON.parse(await readFile(join(end.run, "run.json"), "utf8"))).toMatchObject({
      device: { kind: "cpu" },
      seed: 1,
      status: "completed",
      versions: { netloom: expect.stringMatching(/^\d+\.\d+/) as string, node: process.version },
    });
  });

  it("refuses a model with problems, and lists them", async () => {
    const error = await openError({ text: moons().replace('"outFeatures": 2', '"outFeatures": "two"') });
    expect(error).toMatchObject({ code: "model-has-problems" });
    expect(error.problems!.length).toBeGreaterThan(0);
  });

  it("refuses to resume with another model, or from a folder that is not a run", async () => {
    const { end } = await train({ text: moons(), steps: 3 });
    const changed = moons().replace('"outFeatures": 16', '"outFeatures": 17');
    expect((await openError({ text: changed, resume: end.run })).code).toBe("model-changed");
    expect((await openError({ text: moons(), resume: folder })).code).toBe("not-a-run");
    await writeFile(join(end.run, "checkpoints", "last.safetensors"), "cut off");
    expect((await openError({ text: moons(), resume: end.run })).code).toBe("not-a-run");
  });

  it("refuses a runs folder that cannot be created", async () => {
    await writeFile(join(folder, "file"), "");
    const error = await openError({ text: moons(), runs: join(folder, "file", "runs") });
    expect(error.code).toBe("cannot-write");
  });

  it.skipIf(!existsSync("/dev/full"))(
    "ends with a clear error when the disk is full, and leaves the checkpoint intact",
    async () => {
      // The system's own error, which every write throws from some moment on.
      const full = await open("/dev/full", "w");
      const error: unknown = await full.writeFile("x").catch((thrown: unknown) => thrown);
      let before: Uint8Array | undefined;
      const { end } = await train({ text: moons({ epochs: 3000 }) }, (event, trainer) => {
        if (event.event !== "steps" || before) return;
        before = readFileSync(join(trainer.run, "checkpoints", "last.safetensors"));
        vi.spyOn(Object.getPrototypeOf(full) as typeof full, "writeFile").mockRejectedValue(error);
        trainer.stop();
      });
      vi.restoreAllMocks();
      await full.close();
      expect((await readdir(join(end.run, "checkpoints"))).filter((name) => name.endsWith(".tmp"))).toEqual(
        [],
      );
      expect(end).toMatchObject({ status: "failed", error: { code: "disk-full" } });
      expect(readFileSync(join(end.run, "checkpoints", "last.safetensors"))).toEqual(before);
    },
  );

  it("writes TensorBoard events, with a restart marker when a run is resumed", async () => {
    const { end } = await train({ text: moons(), steps: 25 });
    const { events } = await train({ text: moons(), resume: end.run });
    const names = (await readdir(end.run)).filter((name) =>
      /^events\.out\.tfevents\.\d+\.netloom$/.test(name),
    );
    const written = (await Promise.all(names.map((name) => readFile(join(end.run, name))))).flatMap(
      decodeEvents,
    );
    const last = written.findLast(({ scalars }) => "loss/validation" in scalars)!;
    const epoch = events.findLast((event) => event.event === "epoch")!;
    expect(last.step).toBe(40);
    expect(last.scalars["loss/validation"]).toBeCloseTo(epoch.validation!.loss, 6);
    expect(last.scalars["accuracy/validation"]).toBeCloseTo(Number(epoch.validation!.accuracy), 6);
    const trained = written.filter(({ scalars }) => "loss/train" in scalars).map(({ step }) => step);
    expect(trained).toEqual(expect.arrayContaining([10, 20, 25, 30, 40]));
    expect(written.find(({ restart }) => restart)!.step).toBe(26);
  });

  it("resumes after a line of metrics that was cut off", async () => {
    const { end } = await train({ text: moons(), steps: 3 });
    const metrics = join(end.run, "metrics.ndjson");
    await writeFile(metrics, (await readFile(metrics, "utf8")).slice(0, -5));
    await train({ text: moons(), steps: 5, resume: end.run });
    const lines = (await readFile(metrics, "utf8")).trimEnd().split("\n");
    const broken = lines.filter((line) => !line.endsWith("}"));
    expect(broken).toHaveLength(1);
    expect(
      lines.map((line) => (broken.includes(line) ? "" : (JSON.parse(line) as RunEvent).event)),
    ).toContain("start");
  });

  it("uses the whole training set for the batch size all, and every validation sample", async () => {
    const { events } = await train({ text: moons({ batchSize: "all", epochs: 2 }) });
    expect(events[0]).toMatchObject({
      batchSize: 160,
      stepsPerEpoch: 1,
      trainSamples: 160,
      validationSamples: 40,
    });
  });
});
