import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../engine/run/events";
import { finding } from "../../../webview/training/finding";
import { noRun } from "../../../webview/training/runState";
import { ended, epoch, start, stateAfter, steps } from "./events";

const line = (length: number, value: (share: number) => number) =>
  Array.from({ length }, (_, index) => value(index / (length - 1)));
const text = (...events: readonly RunEvent[]) => finding(stateAfter(...events))?.text;

describe("the sentence over the charts", () => {
  it("says nothing without a run, and what is happening before the first step", () => {
    expect(finding(noRun(0))).toBeUndefined();
    expect(text()).toBe("Starting the engine…");
    const preparing = { event: "preparing", run: "", phase: "device" } as const;
    expect(text(preparing)).toBe("Loading the model onto the device…");
    expect(text(preparing, start)).toBe("Taking the first step on CPU, 2 threads…");
  });

  it("says what is done while a run is prepared to go on", () => {
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

  it("names overfitting and its epoch", () => {
    const epochs = [0.5, 0.3, 0.2, 0.25, 0.3].map((validation, index) =>
      epoch(index + 1, 0.5 - index * 0.1, validation),
    );
    expect(text(start, steps(1, [1, 0.1]), ...epochs)).toBe(
      "Overfitting: validation loss has been rising since epoch 3 while training loss is still falling.",
    );
  });

  it("does not call it overfitting when the training loss rises as well, or after one worse epoch", () => {
    const both = [0.5, 0.2, 0.3, 0.4].map((loss, index) => epoch(index + 1, loss, loss));
    expect(text(start, steps(1, [1, 0.1]), ...both)).toContain("fell");
    const once = [0.5, 0.3, 0.2, 0.25].map((loss, index) => epoch(index + 1, 0.5 - index * 0.1, loss));
    expect(text(start, steps(1, [1, 0.1]), ...once)).toContain("fell");
  });

  it("names a loss that does not fall", () => {
    const noisy = line(400, () => 2.3).map((loss, index) => loss + (index % 2) * 0.02);
    expect(text(start, steps(1, noisy))).toBe("Loss has not fallen in 400 steps: it is still 2.31.");
  });

  it("names a loss that rises again", () => {
    expect(
      text(
        start,
        steps(
          1,
          line(400, (share) => 2 * Math.abs(share - 0.5) + 0.1),
        ),
      ),
    ).toMatch(/^Loss rose from 0.1\d+ back to 1.0\d/);
  });

  it("looks at a short run once it has ended", () => {
    const flat = steps(
      1,
      line(80, () => 2.3),
    );
    expect(text(start, flat)).toContain("Loss began at 2.3");
    expect(text(start, flat, { ...ended, status: "completed" })).toBe(
      "Loss has not fallen in 80 steps: it is still 2.3.",
    );
  });

  it("names a loss that shot up and did not come back, but not of tiny batches", () => {
    const spike = line(400, (share) => (share < 0.1 ? 2.3 + 1000 * share : 2.2));
    expect(text(start, steps(1, spike))).toMatch(/^Loss shot up from 2.3 to 76.2 and is now 2.2.$/);
    expect(text({ ...start, batchSize: 1 }, steps(1, spike))).toContain("Loss fell");
  });

  it("does not praise a run that got nowhere", () => {
    const slight = stateAfter(
      start,
      steps(
        1,
        line(40, (share) => 2.3 - 0.1 * share),
      ),
      { ...ended, status: "completed" },
    );
    expect(finding(slight)?.tone).toBe("quiet");
  });

  it("is content with a loss that was tiny from the beginning", () => {
    expect(
      finding(
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

  it("passes over steps without a loss, and says what the engine warned of", () => {
    const gaps = line(400, (share) => 2.3 - share).map((loss, index) => (index % 3 === 0 ? NaN : loss));
    expect(text(start, steps(1, gaps))).toMatch(/^Loss fell from 2.3 to 1.3/);
    const message = "12 batches had no row that counts.";
    const warning = { event: "warning", run: start.run, step: 10, code: "no-row-counts", message } as const;
    const warned = { tone: "warning", advice: message };
    expect(finding(stateAfter(start, steps(1, gaps), warning))).toMatchObject(warned);
    const before = { ...start, warnings: [{ code: "batch-larger-than-data", message }] };
    expect(finding(stateAfter(before, steps(1, gaps)))).toMatchObject(warned);
  });

  it("says how a run ended: the engine's own words, the time, or what to do", () => {
    const error = {
      code: "loss-not-finite",
      message: "The loss became NaN.",
      hint: "Lower the learning rate.",
    };
    expect(finding(stateAfter(start, { ...ended, status: "failed", error }))).toEqual({
      tone: "error",
      text: "The loss became NaN.",
      advice: "Lower the learning rate.",
    });
    const done = stateAfter(start, steps(1, [1, 0.1], { seconds: 83 }), { ...ended, status: "completed" });
    expect(finding(done)).toMatchObject({ tone: "good", advice: "Completed in 1 min 23 s." });
    expect(text(start, { ...ended, status: "interrupted" })).toBe("The run was interrupted at step 1,000.");
  });
});
