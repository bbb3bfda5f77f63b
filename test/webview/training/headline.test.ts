import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../engine/run/events";
import { headline } from "../../../webview/training/headline";
import { noRun } from "../../../webview/training/runState";
import { ended, epoch, start, stateAfter, steps } from "./events";

const line = (length: number, value: (progress: number) => number) =>
  Array.from({ length }, (_, index) => value(index / (length - 1)));
const text = (...events: readonly RunEvent[]) => headline(stateAfter(...events))?.text;

describe("the headline over the charts", () => {
  it("is undefined without a run, and says what is happening before the first step", () => {
    expect(headline(noRun(0))).toBeUndefined();
    expect(text()).toBe("Starting the engine…");
    const preparing = { event: "preparing", run: "", phase: "device" } as const;
    expect(text(preparing)).toBe("Loading the model onto the device…");
    expect(text(preparing, start)).toBe("Running the first step on CPU, 2 threads…");
  });

  it("says what is happening while a run is prepared to resume", () => {
    const before = [start, steps(1, [2, 1])];
    expect(text(...before, { event: "preparing", run: "", phase: "data" })).toBe("Reading the data…");
    expect(text(...before, { event: "preparing", run: "", phase: "data" }, { ...start, resumedAt: 2 })).toBe(
      text(...before),
    );
  });

  it("says how far the loss fell", () => {
    expect(text(start, steps(1, [2.31, 1, 0.12]))).toBe("Loss fell from 2.31 to 0.12.");
    expect(text(start, steps(1, [2.31, 1, 0.12]), epoch(1, 0.5, 0.4, 0.983))).toBe(
      "Loss fell from 2.31 to 0.12; validation accuracy is 98.3\u202f%.",
    );
  });

  it("says the newest loss of each objective that still runs", () => {
    const objectives = ["pretrain", "judge", "generator"].map((name) => ({ name }));
    const metrics = {
      "pretrain/loss": [3, ...Array<number>(39).fill(NaN)],
      "judge/loss": line(40, () => 1.38),
      "generator/loss": line(40, (progress) => 0.5 + progress),
    };
    const training = steps(
      1,
      line(40, () => 5),
      { metrics },
    );
    expect(text({ ...start, objectives }, training)).toBe("Losses now: judge 1.38, generator 1.49.");
  });

  it("reports overfitting and its epoch", () => {
    const epochs = [0.5, 0.3, 0.2, 0.25, 0.3].map((validation, index) =>
      epoch(index + 1, 0.5 - index * 0.1, validation),
    );
    expect(text(start, steps(1, [1, 0.1]), ...epochs)).toBe(
      "Overfitting: validation loss has been rising since epoch 3 while training loss is still falling.",
    );
  });

  it("does not report overfitting if the training loss rises as well, or after one worse epoch", () => {
    const both = [0.5, 0.2, 0.3, 0.4].map((loss, index) => epoch(index + 1, loss, loss));
    expect(text(start, steps(1, [1, 0.1]), ...both)).toContain("fell");
    const once = [0.5, 0.3, 0.2, 0.25].map((loss, index) => epoch(index + 1, 0.5 - index * 0.1, loss));
    expect(text(start, steps(1, [1, 0.1]), ...once)).toContain("fell");
  });

  it("reports a loss that does not fall", () => {
    const noisy = line(400, () => 2.3).map((loss, index) => loss + (index % 2) * 0.02);
    expect(text(start, steps(1, noisy))).toBe("Loss has not fallen in 400 steps: it is still 2.31.");
  });

  it("reports a loss that rises again", () => {
    expect(
      text(
        start,
        steps(
          1,
          line(400, (progress) => 2 * Math.abs(progress - 0.5) + 0.1),
        ),
      ),
    ).toMatch(/^Loss rose from 0.1\d+ back to 1.0\d/);
  });

  it("diagnoses a short run once it has ended", () => {
    const flat = steps(
      1,
      line(80, () => 2.3),
    );
    expect(text(start, flat)).toContain("Loss started at 2.3");
    expect(text(start, flat, { ...ended, status: "completed" })).toBe(
      "Loss has not fallen in 80 steps: it is still 2.3.",
    );
  });

  it("reports a spike that the loss did not recover from, but not with tiny batches", () => {
    const spike = line(400, (progress) => (progress < 0.1 ? 2.3 + 1000 * progress : 2.2));
    expect(text(start, steps(1, spike))).toMatch(/^Loss shot up from 2.3 to 76.2 and is now 2.2.$/);
    expect(text({ ...start, batchSize: 1 }, steps(1, spike))).toContain("Loss fell");
  });

  it("does not call a run a success whose loss hardly fell", () => {
    const slight = stateAfter(
      start,
      steps(
        1,
        line(40, (progress) => 2.3 - 0.1 * progress),
      ),
      { ...ended, status: "completed" },
    );
    expect(headline(slight)?.tone).toBe("quiet");
  });

  it("reports no problem if the loss was tiny from the start", () => {
    expect(
      headline(
        stateAfter(
          start,
          steps(
            1,
            line(400, () => 1e-5),
          ),
        ),
      )?.tone,
    ).toBe("quiet");
  });

  it("skips steps without a loss, and shows the engine's last warning", () => {
    const gaps = line(400, (progress) => 2.3 - progress).map((loss, index) => (index % 3 === 0 ? NaN : loss));
    expect(text(start, steps(1, gaps))).toMatch(/^Loss fell from 2.3 to 1.3/);
    const message = "12 batches had no row that counts.";
    const warning = { event: "warning", run: start.run, step: 10, code: "no-row-counts", message } as const;
    const warned = { tone: "warning", advice: message };
    expect(headline(stateAfter(start, steps(1, gaps), warning))).toMatchObject(warned);
    const before = { ...start, warnings: [{ code: "batch-larger-than-data", message }] };
    expect(headline(stateAfter(before, steps(1, gaps)))).toMatchObject(warned);
  });

  it("says how a run ended: the engine's message, the duration, or what to do", () => {
    const error = {
      code: "loss-not-finite",
      message: "The loss became NaN.",
      hint: "Lower the learning rate.",
    };
    expect(headline(stateAfter(start, { ...ended, status: "failed", error }))).toEqual({
      tone: "error",
      text: "The loss became NaN.",
      advice: "Lower the learning rate.",
    });
    const done = stateAfter(start, steps(1, [1, 0.1], { seconds: 83 }), { ...ended, status: "completed" });
    expect(headline(done)).toMatchObject({ tone: "good", advice: "Completed in 1 min 23 s." });
    const reason = "Stopped early: validation.loss has not improved for 5 epochs; best 0.1 at epoch 7.";
    const early = stateAfter(start, steps(1, [1, 0.1]), { ...ended, status: "completed", reason });
    expect(headline(early)).toMatchObject({ tone: "good", advice: reason });
    expect(text(start, { ...ended, status: "interrupted" })).toBe("The run was interrupted at step 1,000.");
  });
});
