import { byObjective } from "../../engine/diagnosis/byObjective";
import { diagnose, type Diagnosis, type Finding } from "../../engine/diagnosis/diagnose";
import { kinds } from "../../engine/diagnosis/gradients/diagnoses";
import type { LossProgress } from "../../engine/diagnosis/lossProgress";
import { afterStatistics, nothingObserved, type ObservedNetwork } from "../../engine/diagnosis/observed";
import type { Histogram } from "../../engine/probes/probe";
import type { GradientsEvent, WeightStatistics } from "../../engine/run/events";
import { pathOf, type Path, updatePath } from "../../engine/tensor/path";
import { bars, histogramOf, numberOf, ridged } from "./shown";
import { Trace } from "./Trace";

/** Points of a sparkline, and histograms in the ridgeline plot. */
const tracePoints = 120;
const ridges = 12;

/** One weight over the run, as one objective updates it, for drawing. */
export interface WeightHistory {
  /** See `updatePath`. */
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
  /** By `updatePath`, in the objectives' order, and for each in the network's. */
  readonly weights: ReadonlyMap<string, WeightHistory>;
  /** By the objective's name; undefined for the implicit one. */
  readonly observed: ReadonlyMap<string | undefined, ObservedNetwork>;
  readonly loss: LossProgress | undefined;
  readonly diagnosis: MeasuredDiagnosis;
}

/** What is wrong with the gradients of all objectives. */
export interface MeasuredDiagnosis extends Pick<Diagnosis, "converged"> {
  /** By `updatePath`, worst first. */
  readonly conditions: Diagnosis["conditions"];
  /** For each objective at most one per kind, worst first. */
  readonly findings: readonly MeasuredFinding[];
}

export interface MeasuredFinding extends Finding {
  /** The objective whose gradients have it; undefined for the implicit one. */
  readonly objective: string | undefined;
}

export const noHistory: MeasuredGradients = {
  step: 0,
  weights: new Map(),
  observed: new Map(),
  loss: undefined,
  diagnosis: { conditions: new Map(), findings: [], converged: false },
};

/**
 * Adds events, oldest first. If a step is not after the last one, everything starts over. `loss` is the run's progress;
 * `largest` gives, by `updatePath`, the largest gradient norm in the part of the run before the events.
 */
export function afterGradients(
  history: MeasuredGradients,
  events: readonly GradientsEvent[],
  loss: LossProgress | undefined = history.loss,
  largest: Readonly<Record<string, number>> = {},
): MeasuredGradients {
  let weights = new Map(history.weights);
  let observed = new Map(history.observed);
  let { step } = history;
  for (const sent of events) {
    const event = { ...sent, weights: sent.weights.map(restored) };
    if (event.step <= step) {
      weights = new Map();
      observed = new Map();
    }
    step = event.step;
    for (const [objective, own] of byObjective(event))
      observed.set(objective, afterStatistics(observed.get(objective) ?? nothingObserved, own, largest));
    for (const latest of event.weights) {
      const key = updatePath(pathOf(latest.node, latest.name), latest.objective);
      weights.set(key, afterStep(weights.get(key), key, step, latest));
    }
  }
  return { step, weights, observed, loss, diagnosis: diagnoseEach(observed, loss) };
}

/** Diagnoses each objective on its own: layers can only be compared by gradients of the same losses. */
function diagnoseEach(
  observed: MeasuredGradients["observed"],
  loss: LossProgress | undefined,
): MeasuredDiagnosis {
  const each = [...observed].map(([objective, { weights, activations }]) => ({
    objective,
    ...diagnose([...weights.values()], [...activations.values()], loss),
  }));
  return {
    conditions: new Map(
      each.flatMap(({ objective, conditions }) =>
        [...conditions].map(([weight, found]) => [updatePath(weight as Path, objective), found] as const),
      ),
    ),
    findings: each
      .flatMap(({ objective, findings }) => findings.map((finding) => ({ ...finding, objective })))
      .sort((a, b) => kinds.indexOf(a.condition.kind) - kinds.indexOf(b.condition.kind)),
    converged: each.length > 0 && each.every(({ converged }) => converged),
  };
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
