import type {
  ActivationStatistics,
  GradientsEvent,
  Histogram,
  WeightStatistics,
} from "../../engine/server/protocol";
import { diagnose, type Diagnosis, limits } from "./diagnose";
import { Trace } from "./Trace";

/** Points of a sparkline, and histograms in the picture over time. */
const tracePoints = 120;
const ridges = 12;
/** Newest values that judgements look at. */
const recent = 16;

/** One weight over the run. */
export interface WeightHistory {
  readonly key: string;
  /** Numbers that were lost on the way (JSON has no NaN) are NaN again. */
  readonly latest: WeightStatistics;
  readonly norms: Trace<number>;
  readonly gradients: Trace<{ readonly step: number; readonly histogram: Histogram }>;
  readonly recentNorms: readonly number[];
  readonly recentRatios: readonly number[];
}

export interface ActivationHistory {
  readonly latest: ActivationStatistics;
  readonly recentDead: readonly number[];
}

/** What the Gradients view knows of a run. Every event gives a new object; the traces are shared. */
export interface GradientHistory {
  readonly step: number;
  /** In the network's order, by `node.name`. */
  readonly weights: ReadonlyMap<string, WeightHistory>;
  readonly activations: ReadonlyMap<string, ActivationHistory>;
  readonly diagnosis: Diagnosis;
}

export const noHistory: GradientHistory = {
  step: 0,
  weights: new Map(),
  activations: new Map(),
  diagnosis: { conditions: new Map(), findings: [] },
};

/** The history after further events, oldest first. A step that is not after the last one begins anew. */
export function afterGradients(history: GradientHistory, events: readonly GradientsEvent[]): GradientHistory {
  let weights = new Map(history.weights);
  let activations = new Map(history.activations);
  let { step } = history;
  for (const event of events) {
    if (event.step <= step) {
      weights = new Map();
      activations = new Map();
    }
    step = event.step;
    for (const sent of event.weights) {
      const latest = restored(sent);
      const key = `${latest.node}.${latest.name}`;
      const before = weights.get(key);
      const norms = before?.norms ?? new Trace<number>(tracePoints);
      const gradients = before?.gradients ?? new Trace(ridges);
      norms.push(latest.gradientNorm);
      // Old statistics are sent without counts.
      if (latest.gradientHistogram.counts.length > 0)
        gradients.push({ step, histogram: latest.gradientHistogram });
      weights.set(key, {
        key,
        latest,
        norms,
        gradients,
        recentNorms: [...(before?.recentNorms ?? []), latest.gradientNorm].slice(-recent),
        recentRatios: [...(before?.recentRatios ?? []), latest.updateRatio].slice(-limits.ratioProbes),
      });
    }
    for (const latest of event.activations) {
      const before = activations.get(latest.node)?.recentDead ?? [];
      activations.set(latest.node, {
        latest,
        recentDead: [...before, latest.deadShare].slice(-limits.deadProbes),
      });
    }
  }
  return { step, weights, activations, diagnosis: judged(weights, activations) };
}

function judged(
  weights: ReadonlyMap<string, WeightHistory>,
  activations: ReadonlyMap<string, ActivationHistory>,
): Diagnosis {
  return diagnose(
    [...weights.values()].map(({ key, latest, recentNorms, recentRatios }) => ({
      node: latest.node,
      key,
      name: latest.name,
      size: latest.size,
      gradientNorms: recentNorms,
      updateRatios: recentRatios,
      weightNorm: latest.weightNorm,
      notFinite: latest.notFinite,
    })),
    [...activations.values()].map(({ latest, recentDead }) => ({
      node: latest.node,
      follows: latest.follows,
      deadShares: recentDead,
    })),
  );
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
