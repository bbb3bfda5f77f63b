import type {
  ActivationStatistics,
  GradientsEvent,
  Histogram,
  WeightStatistics,
} from "../../engine/run/events";
import type { LossProgress } from "../messages/gradients";
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
  /** The largest finite gradient norm of the whole run. */
  readonly largestNorm: number;
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
  readonly loss: LossProgress | undefined;
  readonly diagnosis: Diagnosis;
}

export const noHistory: GradientHistory = {
  step: 0,
  weights: new Map(),
  activations: new Map(),
  loss: undefined,
  diagnosis: { conditions: new Map(), findings: [], converged: false },
};

/**
 * The history after further events, oldest first. A step that is not after the last one begins anew. `largest` has the
 * largest gradient norm by weight of what came before the events, `loss` how the run's loss stands.
 */
export function afterGradients(
  history: GradientHistory,
  events: readonly GradientsEvent[],
  loss: LossProgress | undefined = history.loss,
  largest: Readonly<Record<string, number>> = {},
): GradientHistory {
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
      const largestBefore =
        before?.largestNorm ?? (Object.hasOwn(largest, key) ? largest[key] : undefined) ?? 0;
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
        largestNorm: Number.isFinite(latest.gradientNorm)
          ? Math.max(largestBefore, latest.gradientNorm)
          : largestBefore,
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
  return { step, weights, activations, loss, diagnosis: judged(weights, activations, loss) };
}

function judged(
  weights: ReadonlyMap<string, WeightHistory>,
  activations: ReadonlyMap<string, ActivationHistory>,
  loss: LossProgress | undefined,
): Diagnosis {
  return diagnose(
    [...weights.values()].map(({ key, latest, recentNorms, largestNorm, recentRatios }) => ({
      node: latest.node,
      key,
      name: latest.name,
      size: latest.size,
      gradientNorms: recentNorms,
      largestNorm,
      updateRatios: recentRatios,
      weightNorm: latest.weightNorm,
      notFinite: latest.notFinite,
    })),
    [...activations.values()].map(({ latest, recentDead }) => ({
      node: latest.node,
      follows: latest.follows,
      deadShares: recentDead,
    })),
    loss,
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
