import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSafetensors } from "../../../../engine/interop/safetensors";
import type { RunEvent } from "../../../../engine/run/events";
import { BestEpoch } from "../../../../engine/training/callbacks/BestEpoch";
import { EarlyStopping } from "../../../../engine/training/callbacks/EarlyStopping";
import type { Cursor } from "../../../../engine/training/checkpoint";
import { moons } from "../models";
import { train, useFolder } from "../training";
import { epochOf, openedRun } from "./openedRun";

useFolder();

/** The epoch after which a run with these losses ends, and why; undefined if it goes on. */
async function ending(training: object, losses: readonly number[]) {
  const { run } = await openedRun({ text: moons({ epochs: 20, ...training }) });
  const [best, stopping] = [new BestEpoch(run), new EarlyStopping(run)];
  for (const [index, loss] of losses.entries()) {
    run.step += run.opened.plan.stepsPerEpoch;
    best.epoch(epochOf(run, loss));
    stopping.epoch();
    if (run.controller.ending !== undefined)
      return { epoch: index + 1, ending: run.controller.ending, reason: run.reason };
  }
  return undefined;
}

describe("early stopping", () => {
  it("ends the run after as many epochs without improvement as it has patience", async () => {
    expect(await ending({ patience: 2 }, [0.9, 0.8, 0.85, 0.79, 0.8, 0.79, 0.1])).toEqual({
      epoch: 6,
      ending: "completed",
      reason: "Stopped early: validation.loss has not improved for 2 epochs; best 0.79 at epoch 4.",
    });
    expect(await ending({ patience: 1 }, [0.9, 0.8, 0.8])).toMatchObject({
      epoch: 3,
      reason: "Stopped early: validation.loss has not improved for 1 epoch; best 0.8 at epoch 2.",
    });
  });

  it("never does without patience", async () => {
    expect(
      await ending(
        {},
        Array.from({ length: 15 }, () => 1),
      ),
    ).toBeUndefined();
  });

  it("follows a metric in its own direction", async () => {
    const training = { patience: 2, watch: "validation.accuracy" };
    expect(await ending(training, [0.5, 0.6, 0.7, 0.8])).toBeUndefined();
    expect(await ending(training, [0.5, 0.4, 0.3])).toMatchObject({
      epoch: 3,
      reason: "Stopped early: validation.accuracy has not improved for 2 epochs; best 0.5 at epoch 1.",
    });
  });

  it("counts epochs without a value as epochs without improvement", async () => {
    expect(await ending({ patience: 3 }, [NaN, NaN, NaN])).toMatchObject({
      epoch: 3,
      reason: "Stopped early: validation.loss has not improved for 3 epochs.",
    });
  });

  it("does not end a run that is at its end", async () => {
    expect(await ending({ epochs: 3, patience: 2 }, [1, 1, 1])).toBeUndefined();
  });
});

/** A network that learns nothing after the first epoch: its accuracy on the validation set cannot improve on that. */
const still = moons(
  { epochs: 6, optimizer: { type: "SGD", learningRate: 1e-12 }, watch: "validation.accuracy", patience: 3 },
  { dropout: { type: "Dropout", p: 0 } },
);

async function cursorOf(run: string, name: string): Promise<Cursor> {
  const bytes = await readFile(join(run, "checkpoints", `${name}.safetensors`));
  return JSON.parse(decodeSafetensors(bytes).metadata.netloom!) as Cursor;
}

const accuracyOf = (events: readonly RunEvent[], epoch: number) =>
  events.flatMap((event) => (event.event === "epoch" ? [event] : []))[epoch - 1]?.validation?.accuracy;

describe("a run that stops early", () => {
  const reason =
    /^Stopped early: validation.accuracy has not improved for 3 epochs; best [\d.]+ at epoch 1\.$/;

  it("completes, says why, and keeps the best epoch", async () => {
    const { events, end } = await train({ text: still });
    expect(end).toMatchObject({ status: "completed", step: 40 });
    expect(end.reason).toMatch(reason);
    const record = JSON.parse(await readFile(join(end.run, "run.json"), "utf8")) as object;
    expect(record).toMatchObject({ status: "completed", step: 40, reason: end.reason });
    expect((await cursorOf(end.run, "best")).best).toEqual({
      step: 10,
      loss: expect.any(Number) as number,
      figure: "validation.accuracy",
      value: accuracyOf(events, 1),
    });
  });

  it("ends at the same step if it was interrupted, and at once if it is resumed after its end", async () => {
    const part = await train({ text: still, steps: 25 });
    expect(part.end).toMatchObject({ status: "completed", step: 25 });
    expect(part.end.reason).toBeUndefined();
    expect((await cursorOf(part.end.run, "last")).sinceBest).toBe(1);
    const { end } = await train({ text: still, resume: part.end.run });
    expect(end.step).toBe(40);
    expect(end.reason).toMatch(reason);
    const again = await train({ text: still, resume: end.run });
    expect(again.end).toMatchObject({ step: 40, status: "completed", reason: end.reason });
    const patient = still.replace('"patience": 3', '"patience": 4');
    expect((await train({ text: patient, resume: end.run })).end.step).toBe(50);
  });

  it("starts to compare anew if another figure is watched from then on", async () => {
    const { end } = await train({ text: still });
    const other = still
      .replace('"validation.accuracy"', '"accuracy"')
      .replace('"patience": 3', '"patience": 1');
    const resumed = await train({ text: other, resume: end.run });
    expect(resumed.end.step).toBe(60);
    expect(resumed.end.reason).toBeUndefined();
    expect((await cursorOf(end.run, "last")).best).toMatchObject({ step: 50, figure: "accuracy" });
  });

  it("warns that nothing is held out for validation, and watches the training rows instead", async () => {
    const text = moons(
      { epochs: 4, patience: 9, watch: "validation.accuracy" },
      { data: { type: "Dataset", source: "moons", samples: 160, validation: 0 } },
    );
    const { events, end } = await train({ text });
    const [start] = events.flatMap((event) => (event.event === "start" ? [event] : []));
    expect(start!.warnings?.map(({ code }) => code)).toEqual(["watch-without-validation"]);
    const trained = events.flatMap((event) =>
      event.event === "epoch" ? [Number(event.train.accuracy)] : [],
    );
    expect((await cursorOf(end.run, "last")).best?.value).toBe(Math.max(...trained));
  });
});
