import type {
  ActivationStatistics,
  CheckpointEvent,
  EpochEvent,
  RunEvent,
  Warning,
} from "../../engine/run/events";
import { afterEvent as lifecycleAfter, type Lifecycle, unknownRun } from "../../engine/run/lifecycle";
import { afterMeasurement, type ObservedActivation } from "../../engine/diagnosis/observed";
import { higherIsBetter, mainMetric } from "./metric";
import { RunSeries } from "./RunSeries";

/** What the Training view knows of the one run that it shows. Every change gives a new object; `series` is shared. */
export interface RunState extends Lifecycle {
  /** The run's name between host and pages; undefined where there is none. */
  readonly id: string | undefined;
  /** The model's. */
  readonly name: string | undefined;
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number | undefined;
  readonly samplesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly best: Best | undefined;
  /** The last event of each kind. */
  readonly checkpoints: readonly CheckpointEvent[];
  readonly warnings: readonly Warning[];
  /** The newest shares of dead units by activation. */
  readonly activations: ReadonlyMap<string, ObservedActivation>;
  readonly series: RunSeries;
}

/** The best validation figure so far. */
export interface Best {
  readonly metric: string;
  readonly value: number;
  readonly epoch: number;
  readonly step: number;
}

export function noRun(smoothing: number, id?: string, name?: string): RunState {
  return {
    ...unknownRun,
    id,
    name,
    step: 0,
    epoch: 0,
    learningRate: undefined,
    samplesPerSecond: undefined,
    secondsLeft: undefined,
    best: undefined,
    checkpoints: [],
    warnings: [],
    activations: new Map(),
    series: new RunSeries(smoothing),
  };
}

/** The state after one more event. Numbers of a series are added in place. */
export function afterEvent(before: RunState, event: RunEvent): RunState {
  const state = { ...before, ...lifecycleAfter(before, event) };
  switch (event.event) {
    case "start":
      return {
        ...state,
        step: event.resumedAt,
        warnings: event.warnings ?? [],
        activations: new Map(),
        // Of steps that the run gave up, or will repeat.
        checkpoints: state.checkpoints.filter(({ step }) => step <= event.resumedAt),
        best: state.best && state.best.step > event.resumedAt ? undefined : state.best,
      };
    case "steps":
      state.series.appendSteps(event, state.start?.batchSize ?? 1);
      return {
        ...state,
        step: event.first + event.loss.length - 1,
        epoch: event.epoch,
        learningRate: event.learningRate,
        samplesPerSecond: event.samplesPerSecond,
        secondsLeft: event.secondsLeft,
      };
    case "epoch":
      state.series.appendEpoch(event);
      return {
        ...state,
        epoch: event.epoch,
        best: better(state.best, event, mainMetric(state.start?.metrics)),
      };
    case "checkpoint":
      if (event.kind === "step") return state;
      return {
        ...state,
        checkpoints: [...state.checkpoints.filter((other) => other.kind !== event.kind), event],
      };
    case "warning":
      return { ...state, warnings: [...state.warnings, event] };
    case "end":
      return { ...state, step: event.step };
    case "gradients":
      return { ...state, activations: afterActivations(state.activations, event.activations) };
    case "status":
    case "preparing":
    // The view judges by what it knows itself.
    case "diagnosis":
      return state;
  }
}

function afterActivations(
  before: ReadonlyMap<string, ObservedActivation>,
  measured: readonly ActivationStatistics[],
): ReadonlyMap<string, ObservedActivation> {
  return new Map(measured.map((each) => [each.node, afterMeasurement(before.get(each.node), each)]));
}

/** Judged by the first metric that is a number, or by the loss where there is none. */
function better(best: Best | undefined, event: EpochEvent, metric: string): Best | undefined {
  const value = event.validation?.[metric];
  if (typeof value !== "number" || !Number.isFinite(value)) return best;
  const kept = best?.metric === metric && best.step < event.step ? best : undefined;
  if (kept && (higherIsBetter(metric) ? value <= kept.value : value >= kept.value)) return kept;
  return { metric, value, epoch: event.epoch, step: event.step };
}
