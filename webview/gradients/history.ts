import { diagnose, type Diagnosis } from "../../engine/diagnosis/diagnose";
import type { LossProgress } from "../../engine/diagnosis/lossProgress";
import { afterStatistics, nothingObserved, type ObservedNetwork } from "../../engine/diagnosis/observed";
import type { Histogram } from "../../engine/probes/probe";
import type { GradientsEvent, WeightStatistics } from "../../engine/run/events";
import { pathOf } from "../../engine/tensor/path";
import { bars, histogramOf, numberOf, ridged } from "./shown";
import { Trace } from "./Trace";

/** Points of a sparkline, and histograms in the ridgeline plot. */
const tracePoints = 120;
const ridges = 12;

/** One weight over the run, for drawing. */
export interface WeightHistory {
  readonly key: string;
  readonly latest: WeightStatistics;
  /** By probe, for those drawn over the run. */
  readonly numbers: ReadonlyMap<string, Trace<number>>;
  readonly histograms: ReadonlyMap<string, Trace<DatedHistogram>>;
}

export interface DatedHistogram {
  readonly step: number;
  readonly histogram: Histogram;
}

/** What the Gradients view knows about a run. Every event makes a new object; the traces are shared. */
export interface MeasuredGradients {
  readonly step: number;
  /** By `node.name`, in the network's order. */
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
 * Adds events, oldest first. If a step is not after the last one, everything starts over. `loss` is the run's progress;
 * `largest` gives, by weight, the largest gradient norm in the part of the run before the events.
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
    if (event.step <= observed.step) weights = new Map();
    observed = afterStatistics(observed, event, largest);
    for (const latest of event.weights) {
      const key = pathOf(latest.node, latest.name);
      weights.set(key, afterStep(weights.get(key), key, event.step, latest));
    }
  }
  const diagnosis = diagnose([...observed.weights.values()], [...observed.activations.values()], loss);
  return { step: observed.step, weights, observed, loss, diagnosis };
}

function afterStep(
  before: WeightHistory | undefined,
  key: string,
  step: number,
  latest: WeightStatistics,
): WeightHistory {
  const numbers = before?.numbers ?? new Map(bars.map(({ name }) => [name, new Trace<number>(tracePoints)]));
  const histograms =
    before?.histograms ?? new Map(ridged.map(({ name }) => [name, new Trace<DatedHistogram>(ridges)]));
  for (const [probe, trace] of numbers) trace.push(numberOf(latest, probe));
  for (const [probe, trace] of histograms) {
    const histogram = histogramOf(latest, probe);
    // Earlier statistics are sent without counts.
    if (histogram.counts.length > 0) trace.push({ step, histogram });
  }
  return { key, latest, numbers, histograms };
}

/** JSON has no NaN: turns null back into NaN. */
function restored(sent: WeightStatistics): WeightStatistics {
  const back = (value: unknown): unknown => {
    if (value === null) return NaN;
    if (typeof value !== "object") return value;
    const { low, high, counts } = value as { low: number | null; high: number | null; counts: number[] };
    return { low: low ?? NaN, high: high ?? NaN, counts };
  };
  const values = Object.entries(sent).map(([name, value]: [string, unknown]) => [name, back(value)] as const);
  return { ...sent, ...Object.fromEntries(values) };
}
