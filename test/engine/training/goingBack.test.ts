import { existsSync, readdirSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSafetensors } from "../../../engine/interop/safetensors";
import type { RunEvent } from "../../../engine/run/events";
import type { TrainOptions } from "../../../engine/run/options";
import { RunReader } from "../../../engine/runFolder/RunReader";
import { RunHistory } from "../../../extension/runs/RunHistory";
import { moons } from "./models";
import { openError, stepsOf, train, useFolder } from "./training";

useFolder();

const plateau = {
  optimizer: { type: "Adagrad", initialAccumulatorValue: 0.1, learningRate: 0.1 },
  schedule: { type: "ReduceLROnPlateau", patience: 0, factor: 0.5, threshold: 1, thresholdMode: "abs" },
};
/** 60 steps in epochs of ten; a checkpoint in the middle of an epoch, and one at the end of one. */
const text = moons({ epochs: 6 });
const checkpoints = { every: 7, keep: 20 };

async function read(run: string, name: string) {
  const bytes = await readFile(join(run, "checkpoints", `${name}.safetensors`));
  const { tensors, metadata } = decodeSafetensors(bytes);
  return { tensors, cursor: JSON.parse(metadata.netloom!) as { step: number; best?: { step: number } } };
}

/** The losses of all steps, in order. */
function lossesOf(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.event === "steps" ? event.loss : []));
}

function ratesOf(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.event === "steps" ? (event.learningRates ?? []) : []));
}

const epochsOf = (events: readonly RunEvent[]) => events.filter(({ event }) => event === "epoch");

describe("a run that keeps checkpoints by step", () => {
  it("saves one at the given interval, reports it, and keeps at most the given number", async () => {
    const { events, end } = await train({ text, checkpoints: { every: 10, keep: 3 } });
    const reported = events.flatMap((event) =>
      event.event === "checkpoint" && event.kind === "step" ? event.step : [],
    );
    expect(reported).toEqual([10, 20, 30, 40, 50, 60]);
    const names = await readdir(join(end.run, "checkpoints"));
    const kept = names.flatMap((name) => /^step-(\d+)/.exec(name)?.[1] ?? []).map(Number);
    expect(kept).toHaveLength(3);
    for (const step of kept) expect((await read(end.run, `step-${step}`)).cursor.step).toBe(step);
    expect((await read(end.run, "step-60")).tensors).toEqual((await read(end.run, "last")).tensors);
  });

  it("covers the run evenly if no interval is given", async () => {
    const { end } = await train({ text, checkpoints: { keep: 4 } });
    const names = (await readdir(join(end.run, "checkpoints"))).filter((name) => name.startsWith("step-"));
    expect(names).toEqual([15, 30, 45, 60].map((step) => `step-${step}.safetensors`));
  });

  it("computes the same as one that keeps none", async () => {
    const plain = await train({ text });
    const keeping = await train({ text, checkpoints: { every: 1, keep: 2 } });
    expect(lossesOf(keeping.events)).toEqual(lossesOf(plain.events));
    expect((await read(keeping.end.run, "last")).tensors).toEqual(
      (await read(plain.end.run, "last")).tensors,
    );
  });

  it("saves none that is not finite", async () => {
    const { end } = await train({
      text: moons({ optimizer: { type: "SGD", learningRate: 1e20 } }),
      checkpoints: { every: 1, keep: 20 },
    });
    expect(end.error?.code).toBe("loss-not-finite");
    const names = (await readdir(join(end.run, "checkpoints"))).filter((name) => name.startsWith("step-"));
    for (const name of names)
      for (const { data } of (await read(end.run, name.replace(".safetensors", ""))).tensors.values())
        expect((data as Float32Array).every(Number.isFinite), name).toBe(true);
  });
});

describe.each<[string, Partial<TrainOptions> & { text: string }]>([
  ["cpu", { device: "cpu", text }],
  ["reference", { device: "reference", text }],
  ["cpu with a schedule that watches the loss", { device: "cpu", text: moons({ epochs: 6, ...plateau }) }],
])("going back to a checkpoint on %s", (_, options) => {
  // In the middle of an epoch, and at the end of one.
  it.each([28, 35, 40])("repeats the rest from step %s bit for bit", async (step) => {
    const every = step === 40 ? 10 : 7;
    const keep = 20;
    const whole = await train({ ...options, checkpoints: { every, keep } });
    const [last, best] = [await read(whole.end.run, "last"), await read(whole.end.run, "best")];
    const back = await train({
      ...options,
      checkpoints: { every, keep },
      resume: whole.end.run,
      fromStep: step,
    });
    expect(back.events[0]).toMatchObject({ event: "start", run: whole.end.run, resumedAt: step });
    expect(stepsOf(back.events)).toEqual(Array.from({ length: 60 - step }, (_, i) => step + 1 + i));
    expect(lossesOf(back.events)).toEqual(lossesOf(whole.events).slice(step));
    expect(ratesOf(back.events)).toEqual(ratesOf(whole.events).slice(step));
    expect(epochsOf(back.events)).toEqual(epochsOf(whole.events).slice(Math.floor(step / 10)));
    const again = await read(whole.end.run, "last");
    expect(again.tensors).toEqual(last.tensors);
    expect(again.cursor.best).toEqual(last.cursor.best);
    expect((await read(whole.end.run, "best")).tensors).toEqual(best.tensors);
  });
});

describe("the folder of a run that goes back", () => {
  const names = (run: string) => readdirSync(join(run, "checkpoints")).sort();
  const steps = (...kept: number[]) => kept.map((step) => `step-${step}.safetensors`).sort();

  it("contains nothing from later steps before it takes its first step", async () => {
    const { end } = await train({ text, checkpoints });
    expect((await read(end.run, "best")).cursor.step).toBeGreaterThan(21);
    let atStart: string[] | undefined;
    await train({ text, checkpoints, resume: end.run, fromStep: 21, steps: 25 }, (event) => {
      if (event.event === "checkpoint" && event.step === 21) atStart ??= names(event.run);
    });
    expect(atStart).toEqual(["last.safetensors", ...steps(7, 14, 21)]);
    // It has continued, without a best epoch from the discarded steps.
    const { cursor } = await read(end.run, "last");
    expect(cursor.step).toBe(25);
    expect(cursor.best?.step ?? 0).toBeLessThanOrEqual(21);
    expect(JSON.parse(await readFile(join(end.run, "run.json"), "utf8"))).toMatchObject({ step: 25 });
  });

  it("keeps an earlier best epoch", async () => {
    const { end } = await train({ text, checkpoints, steps: 58 });
    const best = await read(end.run, "best");
    expect(best.cursor.step).toBeLessThanOrEqual(50);
    await train({ text, resume: end.run, fromStep: 56, steps: 57 });
    expect((await read(end.run, "best")).cursor).toEqual(best.cursor);
    expect(names(end.run)).toContain("step-56.safetensors");
  });

  it("does not keep a best epoch that cannot be read", async () => {
    const { end } = await train({ text, checkpoints, steps: 58 });
    const best = join(end.run, "checkpoints", "best.safetensors");
    await writeFile(best, "damaged");
    await train({ text, resume: end.run, fromStep: 56, steps: 57 });
    expect(existsSync(best)).toBe(false);
  });

  it("is read without the discarded steps", async () => {
    const { end } = await train({ text, checkpoints, probeEvery: 5 });
    await train({ text, resume: end.run, fromStep: 21, steps: 33, probeEvery: 5 });
    const history = new RunHistory();
    await new RunReader(end.run).readNew((event) => history.append(event));
    const events = [...history.snapshot()].flat();
    expect(history.step).toBe(33);
    expect(stepsOf(events)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
    const reported = events.flatMap((event) => ("step" in event ? event.step : []));
    expect(Math.max(...reported)).toBe(33);
    expect(epochsOf(events)).toMatchObject([{ step: 10 }, { step: 20 }, { step: 30 }]);
  });

  it("can be resumed from its last checkpoint like any other", async () => {
    const whole = await train({ text, checkpoints });
    const expected = await read(whole.end.run, "last");
    await train({ text, resume: whole.end.run, fromStep: 21, steps: 33 });
    const rest = await train({ text, resume: whole.end.run });
    expect(rest.events[0]).toMatchObject({ resumedAt: 33 });
    expect((await read(whole.end.run, "last")).tensors).toEqual(expected.tensors);
  });
});

describe("going back to a checkpoint that cannot be used", () => {
  it("lists the existing checkpoints, and leaves everything unchanged", async () => {
    const { end } = await train({ text, checkpoints: { every: 20, keep: 5 } });
    const before = await readFile(join(end.run, "metrics.ndjson"), "utf8");
    const error = await openError({ text, resume: end.run, fromStep: 25 });
    expect(error).toMatchObject({ code: "no-such-checkpoint" });
    expect(error.message).toContain("step 25");
    expect(error.hint).toContain("20, 40, 60");
    expect(await readFile(join(end.run, "metrics.ndjson"), "utf8")).toBe(before);
    // The folder is not locked.
    expect((await train({ text, resume: end.run })).end.status).toBe("completed");
  });

  it("reports that there are none", async () => {
    const { end } = await train({ text, steps: 3 });
    const error = await openError({ text, resume: end.run, fromStep: 1 });
    expect(error).toMatchObject({ code: "no-such-checkpoint" });
    expect(error.hint).toContain("no checkpoints by step");
  });

  it("uses neither a damaged one nor a file of another step", async () => {
    const { end } = await train({ text, checkpoints: { every: 20, keep: 5 } });
    const path = (step: number) => join(end.run, "checkpoints", `step-${step}.safetensors`);
    await writeFile(path(20), "damaged");
    await rename(path(40), path(30));
    for (const fromStep of [20, 30])
      expect(await openError({ text, resume: end.run, fromStep })).toMatchObject({
        code: "checkpoint-unreadable",
      });
    expect(await readdir(join(end.run, "checkpoints"))).toContain("step-60.safetensors");
  });
});
