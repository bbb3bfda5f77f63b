import type {
  ActivationStatistics,
  CheckpointEvent,
  EndEvent,
  EpochEvent,
  PreparingPhase,
  RunEvent,
  RunStatus,
  StartEvent,
  TrainingProcess,
  Warning,
} from "../../engine/run/events";
import { afterMeasurement, type ObservedActivation } from "../../engine/diagnosis/observed";
import { higherIsBetter, mainMetric } from "./metric";
import { RunSeries } from "./RunSeries";

/** What the Training view knows of the one run that it shows. Every change gives a new object; `series` is shared. */
export interface RunState {
  readonly name: string | undefined;
  readonly start: StartEvent | undefined;
  readonly status: RunStatus | EndEvent["status"] | undefined;
  /** The process that trains it, where the window only watches. */
  readonly owner: TrainingProcess | undefined;
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
  readonly end: EndEvent | undefined;
  /** What is done before the next step; undefined once the run has started. */
  readonly phase: PreparingPhase | undefined;
  readonly series: RunSeries;
}

/** The best validation figure so far. */
export interface Best {
  readonly metric: string;
  readonly value: number;
  readonly epoch: number;
  readonly step: number;
}

export function noRun(smoothing: number, name?: string): RunState {
  return {
    name,
    start: undefined,
    status: undefined,
    owner: undefined,
    step: 0,
    epoch: 0,
    learningRate: undefined,
    samplesPerSecond: undefined,
    secondsLeft: undefined,
    best: undefined,
    checkpoints: [],
    warnings: [],
    activations: new Map(),
    end: undefined,
    phase: undefined,
    series: new RunSeries(smoothing),
  };
}

/** Whether the run can still take steps. */
export function isLive(state: RunState): boolean {
  return state.status !== undefined && state.end === undefined;
}

/** The state after one more event. Numbers of a series are added in place. */
export function afterEvent(state: RunState, event: RunEvent): RunState {
  switch (event.event) {
    case "start":
      return {
        ...state,
        start: event,
        status: "preparing",
        step: event.resumedAt,
        warnings: event.warnings ?? [],
        activations: new Map(),
        end: undefined,
        phase: undefined,
      };
    case "steps":
      state.series.appendSteps(event, state.start?.batchSize ?? 1);
      return {
        ...state,
        status: state.status === "preparing" || state.status === undefined ? "running" : state.status,
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
      return {
        ...state,
        checkpoints: [...state.checkpoints.filter((other) => other.kind !== event.kind), event],
      };
    case "warning":
      return { ...state, warnings: [...state.warnings, event] };
    case "status":
      return { ...state, status: event.status, owner: event.owner };
    case "end":
      return {
        ...state,
        status: event.status,
        owner: undefined,
        end: event,
        step: event.step,
        phase: undefined,
      };
    case "gradients":
      return { ...state, activations: afterActivations(state.activations, event.activations) };
    case "diagnosis":
      // The view judges by what it knows itself.
      return state;
    case "preparing":
      return { ...state, phase: event.phase };
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
