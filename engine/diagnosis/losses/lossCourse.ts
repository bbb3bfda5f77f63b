import type { Column } from "../Column";
import { firstLoss, stretchMeans } from "./losses";

/** Steps before the course of a loss is worth a word, while the run goes on and when it has ended. */
const enoughSteps = 200;
const enoughAtEnd = 50;

/** Where a loss went, by the means of equally long stretches of the run. */
export interface LossCourse {
  readonly steps: number;
  /** Of the first step that has one. */
  readonly first: number;
  /** Of the first stretch and the last. */
  readonly early: number;
  readonly now: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Undefined before there are enough steps to tell. */
export function lossCourse(loss: Column, ended: boolean): LossCourse | undefined {
  if (loss.length < (ended ? enoughAtEnd : enoughSteps)) return undefined;
  const means = stretchMeans(loss);
  return {
    steps: loss.length,
    first: firstLoss(loss),
    early: means[0] ?? NaN,
    now: means[means.length - 1] ?? NaN,
    lowest: Math.min(...means),
    highest: Math.max(...means),
  };
}
