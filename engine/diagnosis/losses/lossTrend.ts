import type { Column } from "../Column";
import { firstLoss, stretchMeans } from "./losses";

/** Steps needed for a trend, while the run goes on and once it has ended. */
const enoughSteps = 200;
const enoughAtEnd = 50;

/** How the loss has changed, by its mean over equally long stretches of the run. */
export interface LossTrend {
  readonly steps: number;
  /** The loss of the first step that has one. */
  readonly first: number;
  /** Mean of the first stretch. */
  readonly early: number;
  /** Mean of the last stretch. */
  readonly now: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Undefined while there are too few steps to tell. */
export function lossTrend(loss: Column, ended: boolean): LossTrend | undefined {
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
