import { describe, expect, it } from "vitest";
import { RunSeries } from "../../../webview/training/RunSeries";
import { epoch, steps } from "./events";

describe("RunSeries", () => {
  it("stores a row per step", () => {
    const series = new RunSeries(0);
    series.appendSteps(steps(1, [3, 2], { metrics: { accuracy: [0.1, 0.2] } }), 10);
    series.appendSteps(steps(3, [1], { metrics: { accuracy: [0.3] } }), 10);
    expect([...series.step.view()]).toEqual([1, 2, 3]);
    expect([...(series.curve("loss")?.raw.view() ?? [])]).toEqual([3, 2, 1]);
    expect([...(series.curve("accuracy")?.smooth.view() ?? [])]).toEqual([0.1, 0.2, 0.3]);
  });

  it("uses the engine's time, or estimates it from the throughput", () => {
    const measured = new RunSeries(0);
    measured.appendSteps(steps(1, [1, 1], { seconds: 4 }), 10);
    expect([...measured.seconds.view()]).toEqual([2, 4]);
    const estimated = new RunSeries(0);
    estimated.appendSteps(steps(1, [1, 1], { samplesPerSecond: 20 }), 10);
    expect([...estimated.seconds.view()]).toEqual([0.5, 1]);
  });

  it("has the learning rate as a curve if it changes, and does not smooth it", () => {
    const series = new RunSeries(0.9);
    series.appendSteps(steps(1, [1, 1]), 10);
    expect(series.names).toEqual(["loss"]);
    series.appendSteps(steps(3, [1, 1], { learningRates: [0.1, 0.01] }), 10);
    expect(series.names).toEqual(["loss", "learning rate"]);
    expect([...(series.curve("learning rate")?.smooth.view() ?? [])]).toEqual([NaN, NaN, 0.1, 0.01]);
    series.setSmoothing(0.5);
    expect(series.curve("learning rate")?.smooth.last).toBe(0.01);
  });

  it("replaces steps that a resumed run repeats, and drops their epochs", () => {
    const series = new RunSeries(0.5);
    series.appendSteps(steps(1, Array<number>(250).fill(1)), 10);
    series.appendEpoch(epoch(1, 1, 1));
    series.appendEpoch(epoch(2, 1, 1));
    series.appendSteps(steps(151, [2]), 10);
    expect(series.length).toBe(151);
    expect(series.curve("loss")?.raw.last).toBe(2);
    expect(series.curve("loss")?.smooth.last).toBeCloseTo(1.5, 9);
    expect([...(series.validation.get("loss")?.step.view() ?? [])]).toEqual([100]);
  });

  it("reads null, which is how JSON represents NaN, as a gap in the loss or a metric", () => {
    const series = new RunSeries(0);
    const none = null as unknown as number;
    series.appendSteps(steps(1, [1, none], { metrics: { auc: [none, 0.5] } }), 10);
    expect([...(series.curve("loss")?.raw.view() ?? [])]).toEqual([1, NaN]);
    expect([...(series.curve("auc")?.raw.view() ?? [])]).toEqual([NaN, 0.5]);
  });

  it("keeps the newest confusion matrix of the validation set, and drops one that is repeated", () => {
    const series = new RunSeries(0);
    const rows = [
      [5, 1],
      [0, 4],
    ];
    const event = epoch(1, 1, 1);
    series.appendSteps(steps(1, Array<number>(100).fill(1)), 10);
    series.appendEpoch({ ...event, train: { loss: 1, confusionMatrix: rows }, validation: undefined });
    expect(series.matrices.get("confusionMatrix")).toEqual({ step: 100, epoch: 1, part: "train", rows });
    series.appendEpoch({ ...event, validation: { loss: 1, confusionMatrix: rows } });
    expect(series.matrices.get("confusionMatrix")?.part).toBe("validation");
    expect([...series.validation.keys()]).toEqual(["loss"]);
    series.appendSteps(steps(60, [1]), 10);
    expect(series.matrices.size).toBe(0);
  });

  it("pads a metric that starts late, so that rows stay aligned", () => {
    const series = new RunSeries(0);
    series.appendSteps(steps(1, [1, 1]), 10);
    series.appendSteps(steps(3, [1], { metrics: { mae: [5] } }), 10);
    expect([...(series.curve("mae")?.raw.view() ?? [])]).toEqual([NaN, NaN, 5]);
  });

  it("smooths every curve again with a new weight", () => {
    const series = new RunSeries(0);
    series.appendSteps(steps(1, [2, 1]), 10);
    series.setSmoothing(0.9);
    expect(series.curve("loss")?.smooth.last).toBeCloseTo((0.9 * 2 + 1) / 1.9, 9);
  });
});
