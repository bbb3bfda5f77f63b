import { diagnose, type Diagnosis } from "../../engine/diagnosis/diagnose";
import type { LossProgress } from "../../engine/diagnosis/lossProgress";
import { afterStatistics, nothingObserved, type ObservedNetwork } from "../../engine/diagnosis/observed";
import type { GradientsEvent, Histogram, WeightStatistics } from "../../engine/run/events";
import { pathOf } from "../../engine/tensor/path";
import { Trace } from "./Trace";

/** Points of a sparkline, and histograms in the picture over time. */
const tracePoints = 120;
const ridges = 12;

/** One weight over the run, as it is drawn. */
export interface WeightHistory {
  readonly key: string;
  /** Numbers that were lost on the way (JSON has no NaN) are NaN again. */
  readonly latest: WeightStatistics;
  readonly norms: Trace<number>;
  readonly gradients: Trace<{ readonly step: number; readonly histogram: Histogram }>;
}

/** What the Gradients view knows of a run. Every event gives a new object; the traces are shared. */
export interface MeasuredGradients {
  readonly step: number;
  /** In the network's order, by `node.name`. */
  readonly weights: ReadonlyMap<string, WeightHistory>;
  readonly observed: ObservedNetwork;
  readonly loss: LossProgress | undefined;
  readonly diagnosis: Diagnosis;
}

export const noHistory: MeasuredGradients = {
  step: 0,
  weights: new Map(),
  observed: nothingObserved,
  loss: undefined,
  diagnosis: { conditions: new Map(), findings: [], converged: false },
};

/**
 * The history after further events, oldest first. A step that is not after the last one begins anew. `largest` has the
 * largest gradient norm by weight of what came before the events, `loss` how the run's loss stands.
 */
export function afterGradients(
  history: MeasuredGradients,
  events: readonly GradientsEvent[],
  loss: LossProgress | undefined = history.loss,
  largest: Readonly<Record<string, number>> = {},
): MeasuredGradients {
  let weights = new Map(history.weights);
  let { observed } = history;
  for (const sent of events) {
    const event = { ...sent, weights: sent.weights.map(restored) };
    const { step } = event;
    if (step <= observed.step) weights = new Map();
    observed = afterStatistics(observed, event, largest);
    for (const latest of event.weights) {
      const key = pathOf(latest.node, latest.name);
      const before = weights.get(key);
      const norms = before?.norms ?? new Trace<number>(tracePoints);
      const gradients = before?.gradients ?? new Trace(ridges);
      norms.push(latest.gradientNorm);
      // Old statistics are sent without counts.
      if (latest.gradientHistogram.counts.length > 0)
        gradients.push({ step, histogram: latest.gradientHistogram });
      weights.set(key, { key, latest, norms, gradients });
    }
  }
  const diagnosis = diagnose([...observed.weights.values()], [...observed.activations.values()], loss);
  return { step: observed.step, weights, observed, loss, diagnosis };
}

function restored(sent: WeightStatistics): WeightStatistics {
  const number = (value: number | null) => value ?? NaN;
  const histogram = ({ low, high, counts }: Histogram) => ({ low: number(low), high: number(high), counts });
  return {
    ...sent,
    gradientNorm: number(sent.gradientNorm),
    weightNorm: number(sent.weightNorm),
    updateRatio: number(sent.updateRatio),
    weightHistogram: histogram(sent.weightHistogram),
    gradientHistogram: histogram(sent.gradientHistogram),
  };
}
