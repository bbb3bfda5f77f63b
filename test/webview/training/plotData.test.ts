import { describe, expect, it } from "vitest";
import { plotData, type PlotView } from "../../../webview/training/plotData";
import { RunSeries } from "../../../webview/training/RunSeries";
import { epoch, steps } from "./events";

const view: PlotView = { axis: "step", stepsPerEpoch: 100, zoom: undefined, log: false, columns: 300 };

function series(length: number, value: (step: number) => number): RunSeries {
  const run = new RunSeries(0);
  run.appendSteps(
    steps(
      1,
      Array.from({ length }, (_, index) => value(index + 1)),
      { seconds: length / 10 },
    ),
    10,
  );
  return run;
}

describe("plotData", () => {
  it("merges training and validation on one ascending axis", () => {
    const run = series(250, (step) => 1 / step);
    run.appendEpoch(epoch(1, 1, 0.5));
    run.appendEpoch(epoch(2, 1, 0.4));
    const data = plotData(run, "loss", view);
    expect(data.x).toHaveLength(250);
    expect(data.validation[99]).toBe(0.5);
    expect(data.validation.filter((value) => value !== null)).toEqual([0.5, 0.4]);
  });

  it("shows validation values even if their step was thinned out", () => {
    const run = series(100_000, () => 1);
    run.appendEpoch(epoch(333, 1, 0.7));
    const data = plotData(run, "loss", view);
    const at = data.validation.indexOf(0.7);
    expect(data.x[at]).toBe(33_300);
    expect(data.x).toEqual([...data.x].sort((a, b) => a - b));
    expect(data.x.length).toBeLessThanOrEqual(601);
  });

  it("uses epochs or time as the x axis", () => {
    const run = series(200, () => 1);
    run.appendEpoch(epoch(1, 1, 0.5));
    expect(plotData(run, "loss", { ...view, axis: "epoch" }).x.at(-1)).toBe(2);
    const time = plotData(run, "loss", { ...view, axis: "time" });
    expect(time.x.at(-1)).toBeCloseTo(20, 9);
    expect(time.x[time.validation.indexOf(0.5)]).toBeCloseTo(10, 9);
  });

  it("shows a zoomed range with one more row on either side, and scales to it", () => {
    const run = series(1000, (step) => step);
    const data = plotData(run, "loss", { ...view, zoom: [400, 420] });
    expect([data.x[0], data.x.at(-1)]).toEqual([399, 421]);
    expect(data.yRange).toEqual([399, 421]);
  });

  it("is not flattened by a single outlier", () => {
    const [low, high] = plotData(
      (() => {
        const run = new RunSeries(0.99);
        run.appendSteps(
          steps(
            1,
            Array.from({ length: 1000 }, (_, index) => (index === 500 ? 1e6 : 1 + (index % 2))),
          ),
          10,
        );
        return run;
      })(),
      "loss",
      view,
    ).yRange ?? [0, 0];
    expect(low).toBe(1);
    // The smoothed line does show the outlier.
    expect(high).toBeLessThan(2e4);
  });

  it("breaks the line at NaN and, on a log axis, at 0", () => {
    const run = series(4, (step) => [NaN, 0, 1, 10][step - 1] ?? 0);
    expect(plotData(run, "loss", view).raw).toEqual([null, 0, 1, 10]);
    const log = plotData(run, "loss", { ...view, log: true });
    expect(log.raw).toEqual([null, null, 1, 10]);
    expect(log.yRange).toEqual([1, 10]);
  });

  it("has no range before the first value", () => {
    expect(plotData(new RunSeries(0), "loss", view)).toMatchObject({ x: [], yRange: undefined });
  });
});
