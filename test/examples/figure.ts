import { metricCalled } from "../../engine/metrics";
import type { Trained } from "./train";

/** A number that a trained example is judged by, and what it must be. */
export interface Figure {
  readonly title: string;
  readonly of: (trained: Trained) => number | Promise<number>;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Which epoch's figure counts: the best, because its weights are saved as the best checkpoint, or the last. */
type Counted = "best" | "last";

/** What the run reported of its training rows or of those held out: `loss`, or the name of a metric. */
export function reported(part: "train" | "validation", name: string, counted: Counted = "best") {
  return ({ epochs }: Trained): number => {
    const values = (counted === "best" ? epochs : epochs.slice(-1)).map((epoch) =>
      Number(epoch[part]?.[name] ?? NaN),
    );
    return lowerIsBetter(name) ? Math.min(...values) : Math.max(...values);
  };
}

/** The mean loss of the last ten steps. */
export function lossAtMost(atMost: number): Figure {
  return {
    title: `loss ≤ ${String(atMost)}`,
    of: ({ losses }) => losses.slice(-10).reduce((sum, loss) => sum + loss, 0) / losses.slice(-10).length,
    atMost,
  };
}

/** A fraction of the samples held out, of which at least so much must be right. */
export function newSamples(atLeast: number, metric = "accuracy"): Figure {
  return { title: `${metric} ≥ ${String(atLeast)}`, of: reported("validation", metric), atLeast };
}

/** By how much one metric of the samples held out is above another of them, at the end. */
export function advantage(name: string, other: string, atLeast: number): Figure {
  const values = [name, other].map((metric) => reported("validation", metric, "last"));
  return {
    title: `${name} ≥ ${other} + ${String(atLeast)}`,
    of: (trained) => values[0]!(trained) - values[1]!(trained),
    atLeast,
  };
}

/** An error over the samples held out. */
export function errorAtMost(atMost: number, metric: string, counted: Counted = "best"): Figure {
  return { title: `${metric} ≤ ${String(atMost)}`, of: reported("validation", metric, counted), atMost };
}

function lowerIsBetter(name: string): boolean {
  const metric = metricCalled(name.split(".").at(-1)!);
  return name.split("/").at(-1) === "loss" || (metric?.kind === "number" && metric.better === "lower");
}
