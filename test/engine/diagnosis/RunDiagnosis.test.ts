import { describe, expect, it } from "vitest";
import { RunDiagnosis } from "../../../engine/diagnosis/RunDiagnosis";
import type { GradientsEvent, RunEvent } from "../../../engine/run/events";
import { ended, epoch, start, steps } from "../../webview/training/events";

const { run } = start;
const codes = (diagnosis: RunDiagnosis, ...events: readonly RunEvent[]) =>
  events.flatMap((event) => diagnosis.after(event).map(({ code, step }) => `${code} at ${step}`));
const flat = (length: number) => Array<number>(length).fill(2.3);
const histogram = { low: 0, high: 1, counts: [] };
function gradients(step: number, gradientNorm: number): GradientsEvent {
  const other = { size: 1, weightNorm: 1, updateRatio: 1e-3, zeroShare: 0, notFinite: 0 };
  const histograms = { weightHistogram: histogram, gradientHistogram: histogram };
  const weight = { node: "hidden", name: "weight", gradientNorm, ...other, ...histograms };
  return { event: "gradients", run, step, weights: [weight], activations: [] };
}

describe("RunDiagnosis", () => {
  it("reports each diagnosis once, as soon as it appears", () => {
    const diagnosis = new RunDiagnosis(undefined);
    expect(codes(diagnosis, start, steps(1, flat(150)))).toEqual([]);
    expect(codes(diagnosis, steps(151, flat(100)), steps(251, flat(100)))).toEqual(["not-falling at 250"]);
    expect(codes(diagnosis, gradients(351, 500), gradients(360, 500))).toEqual(["exploding at 351"]);
  });

  it("returns at the end the diagnoses that still hold, with their numbers and advice", () => {
    const diagnosis = new RunDiagnosis(undefined);
    codes(diagnosis, start, steps(1, flat(60)), gradients(60, 500));
    const { appeared, holding } = diagnosis.atEnd({ ...ended, status: "completed" });
    expect(appeared.map(({ code }) => code)).toEqual(["not-falling"]);
    expect(holding).toMatchObject([
      {
        code: "exploding",
        severity: "error",
        message: "The gradient of hidden.weight is exploding.",
        evidence: "Its norm is 500; normally it is below 100.",
        nodeId: "hidden",
        weights: { count: 1, names: ["hidden.weight"] },
      },
      {
        code: "not-falling",
        severity: "warning",
        message: "Loss has not fallen in 60 steps: it is still 2.3.",
      },
    ]);
    codes(diagnosis, gradients(70, 1));
    codes(diagnosis, gradients(80, 1));
    codes(diagnosis, gradients(90, 1));
    expect(
      diagnosis.atEnd({ ...ended, status: "interrupted" }).holding.map(({ code }) => code),
    ).not.toContain("exploding");
  });

  it("reports overfitting at the epoch that shows it", () => {
    const diagnosis = new RunDiagnosis(undefined);
    const epochs = [0.5, 0.3, 0.2, 0.25, 0.3].map((loss, index) => epoch(index + 1, 0.5 - index * 0.1, loss));
    expect(codes(diagnosis, start, steps(1, [1, 0.1]), ...epochs)).toEqual(["overfitting at 500"]);
  });

  it("forgets statistics of steps that were discarded by going back", () => {
    const back = { ...start, resumedAt: 50 };
    const reported = (...events: readonly RunEvent[]) => {
      const diagnosis = new RunDiagnosis(undefined);
      for (const event of [start, steps(1, flat(100)), ...events]) diagnosis.replay(event);
      return codes(diagnosis, back, gradients(51, 1));
    };
    expect(reported(gradients(100, 500))).toEqual(reported());
    expect(reported(gradients(40, 500))).toContain("exploding at 51");
  });

  it("diagnoses a resumed run from all of its steps", () => {
    const resumed = [{ ...start, resumedAt: 200 }, steps(201, Array<number>(300).fill(0.5))];
    const whole = new RunDiagnosis(undefined);
    for (const event of [
      start,
      steps(
        1,
        Array.from({ length: 260 }, (_, i) => 2.5 - i / 130),
      ),
    ])
      whole.replay(event);
    expect(codes(whole, ...resumed)).toEqual([]);
    expect(codes(new RunDiagnosis(undefined), ...resumed)).toEqual(["not-falling at 500"]);
  });
});
