import { describe, expect, it } from "vitest";
import type { GradientsEvent, WeightStatistics } from "../../../engine/run/events";
import { afterGradients, noHistory } from "../../../webview/gradients/history";
import { isDrawable } from "../../../webview/gradients/density";
import { histogramOf, numberOf } from "../../../webview/gradients/shown";
import { sorted } from "../../../webview/gradients/stores";

const histogram = { low: -1, high: 1, counts: [1, 2, 1] };
function event(
  step: number,
  norms: Readonly<Record<string, number>>,
  other: Partial<WeightStatistics> = {},
): GradientsEvent {
  return {
    event: "gradients",
    run: "",
    step,
    activations: [],
    weights: Object.entries(norms).map(([node, gradientNorm]) => ({
      node,
      name: "weight",
      size: 4,
      gradientNorm,
      weightNorm: 1,
      updateRatio: 1e-3,
      zeroShare: 0,
      notFinite: 0,
      weightHistogram: histogram,
      gradientHistogram: histogram,
      ...other,
    })),
  };
}

describe("the gradients' history", () => {
  it("stores rows in the network's order, with their values over time", () => {
    const history = afterGradients(noHistory, [event(1, { b: 1, a: 2 }), event(11, { b: 3, a: 4 })]);
    expect([...history.weights.keys()]).toEqual(["b.weight", "a.weight"]);
    expect(history.weights.get("b.weight")?.numbers.get("gradientNorm")?.entries).toEqual([1, 3]);
    expect(
      history.weights
        .get("b.weight")
        ?.histograms.get("gradientHistogram")
        ?.entries.map(({ step }) => step),
    ).toEqual([1, 11]);
    expect(history.step).toBe(11);
  });

  it("starts over when the steps do", () => {
    const history = afterGradients(noHistory, [event(20, { a: 1 }), event(10, { a: 2 })]);
    expect(history.weights.get("a.weight")?.numbers.get("gradientNorm")?.entries).toEqual([2]);
  });

  it("skips histograms that were sent without counts", () => {
    const bare = event(1, { a: 1 }, { gradientHistogram: { low: 0, high: 1, counts: [] } });
    expect(
      afterGradients(noHistory, [bare]).weights.get("a.weight")?.histograms.get("gradientHistogram")?.entries,
    ).toEqual([]);
  });

  it("draws nothing for a statistic that the run does not have", () => {
    const { gradientHistogram: _, gradientNorm: __, ...others } = event(1, { a: 1 }).weights[0]!;
    const { weights } = afterGradients(noHistory, [{ ...event(1, {}), weights: [others] }]);
    const found = weights.get("a.weight")!;
    expect(numberOf(found.latest, "gradientNorm")).toBeNaN();
    expect(histogramOf(found.latest, "gradientHistogram").counts).toEqual([]);
    expect(found.histograms.get("gradientHistogram")?.entries).toEqual([]);
    expect(isDrawable(histogramOf(found.latest, "node"))).toBe(false);
  });

  it("reads null, which is how JSON represents NaN", () => {
    const lost = JSON.parse(
      JSON.stringify(event(1, { a: NaN }, { notFinite: 4, weightNorm: NaN })),
    ) as GradientsEvent;
    const { weights, diagnosis } = afterGradients(noHistory, [lost]);
    expect(weights.get("a.weight")?.latest.gradientNorm).toBeNaN();
    expect(diagnosis.findings[0]?.condition).toEqual({ kind: "not-finite", count: 4 });
  });

  it("has a row for each objective that updates a weight, diagnosed on its own", () => {
    const of = (step: number, objective: string, norm: number) =>
      event(step, { judge: norm }, { objective }).weights;
    const both = (step: number, first: number, second: number) => ({
      ...event(step, {}),
      weights: [...of(step, "discriminator", first), ...of(step, "generator", second)],
    });
    const { weights, diagnosis } = afterGradients(noHistory, [both(1, 1, NaN), both(11, 2, NaN)]);
    const norms = (key: string) => weights.get(key)?.numbers.get("gradientNorm")?.entries;
    expect(norms("judge.weight/discriminator")).toEqual([1, 2]);
    expect(norms("judge.weight/generator")).toEqual([NaN, NaN]);
    expect([...diagnosis.conditions.keys()]).toEqual(["judge.weight/generator"]);
    expect(diagnosis.findings.map(({ objective, keys }) => [objective, keys])).toEqual([
      ["generator", ["judge.weight"]],
    ]);
  });

  it("sorts by norm and by problem", () => {
    const history = afterGradients(noHistory, [event(1, { a: 1, b: 200, c: 3 })]);
    const order = (sort: Parameters<typeof sorted>[1]) =>
      sorted(history, sort).map(({ latest }) => latest.node);
    expect(order("network")).toEqual(["a", "b", "c"]);
    expect(order("norm")).toEqual(["b", "c", "a"]);
    expect(order("problem")).toEqual(["b", "a", "c"]);
  });
});
