import { expect, it } from "vitest";
import { BestEpoch } from "../../../../engine/training/callbacks/BestEpoch";
import { moons } from "../models";
import { useFolder } from "../training";
import { epochOf, openedRun } from "./openedRun";

useFolder();

/** Whether each epoch is the best so far, by the values of the watched figure; the epochs' losses are all 1. */
async function compare(training: object, values: readonly number[]) {
  const { run } = await openedRun({ text: moons({ epochs: 20, ...training }) });
  const best = new BestEpoch(run);
  const isBest = values.map((watched) => {
    run.step += run.opened.plan.stepsPerEpoch;
    const result = { ...epochOf(run, 1), watched };
    best.epoch(result);
    return result.isBest;
  });
  return { run, isBest };
}

it("prefers the lower loss, and never an epoch without one", async () => {
  const { run, isBest } = await compare({}, [NaN, 0.5, 0.6, NaN, 0.5, 0.4]);
  expect(isBest).toEqual([false, true, false, false, false, true]);
  expect(run.best).toEqual({ step: 60, loss: 0.4 });
  expect(run.sinceBest).toBe(0);
});

it("prefers the higher or the lower metric, as the metric says", async () => {
  const accuracy = await compare({ watch: "validation.accuracy" }, [0.5, 0.4, 0.6, NaN, 0]);
  expect(accuracy.isBest).toEqual([true, false, true, false, false]);
  expect(accuracy.run.best).toEqual({ step: 30, loss: 1, figure: "validation.accuracy", value: 0.6 });
  expect(accuracy.run.sinceBest).toBe(2);
  const perplexity = await compare({ metrics: ["perplexity"], watch: "perplexity" }, [3, 4, 2]);
  expect(perplexity.isBest).toEqual([true, false, true]);
});
