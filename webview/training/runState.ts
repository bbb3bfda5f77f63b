import type {
  ActivationStatistics,
  CheckpointEvent,
  EpochEvent,
  PanelEvent,
  RunEvent,
  Warning,
} from "../../engine/run/events";
import { afterEvent as lifecycleAfter, type Lifecycle, unknownRun } from "../../engine/run/lifecycle";
import { afterMeasurement, type ObservedActivation } from "../../engine/diagnosis/observed";
import { higherIsBetter, mainMetric } from "./metric";
import { RunSeries } from "./RunSeries";

/** What the Training view knows about the run it shows. Every change creates a new object, except that `series` is shared. */
export interface RunState extends Lifecycle {
  /** The run's id in messages; undefined without a run. */
  readonly id: string | undefined;
  /** The model's name. */
  readonly name: string | undefined;
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number | undefined;
  readonly samplesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly best: Best | undefined;
  /** The last `best` and the last `last` checkpoint. */
  readonly checkpoints: readonly CheckpointEvent[];
  readonly warnings: readonly Warning[];
  /** The newest fractions of dead units by activation. */
  readonly activations: ReadonlyMap<string, ObservedActivation>;
  readonly series: RunSeries;
  /** The newest of each, in the order in which they first came. */
  readonly panels: readonly PanelEvent[];
}

/** The best validation value so far. */
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
    panels: [],
  };
}

/** The state after one more event. The series is changed in place. */
export function afterEvent(before: RunState, event: RunEvent): RunState {
  const state = { ...before, ...lifecycleAfter(before, event) };
  switch (event.event) {
    case "start":
      return {
        ...state,
        step: event.resumedAt,
        warnings: event.warnings ?? [],
        activations: new Map(),
        // Drops checkpoints of steps that were discarded or will be repeated.
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
    case "panel":
      return { ...state, panels: withPanel(state.panels, event) };
    case "gradients":
      return { ...state, activations: afterActivations(state.activations, event.activations) };
    case "status":
    case "preparing":
    // The view makes its own diagnoses.
    case "diagnosis":
      return state;
  }
}

function withPanel(panels: readonly PanelEvent[], event: PanelEvent): readonly PanelEvent[] {
  const index = panels.findIndex(({ panel, node }) => panel === event.panel && node === event.node);
  return index < 0 ? [...panels, event] : panels.with(index, event);
}

function afterActivations(
  before: ReadonlyMap<string, ObservedActivation>,
  measured: readonly ActivationStatistics[],
): ReadonlyMap<string, ObservedActivation> {
  return new Map(measured.map((each) => [each.node, afterMeasurement(before.get(each.node), each)]));
}

/** The best epoch after one more, compared by one metric's validation value. */
function better(best: Best | undefined, event: EpochEvent, metric: string): Best | undefined {
  const value = event.validation?.[metric];
  if (typeof value !== "number" || !Number.isFinite(value)) return best;
  const current = best?.metric === metric && best.step < event.step ? best : undefined;
  if (current && (higherIsBetter(metric) ? value <= current.value : value >= current.value)) return current;
  return { metric, value, epoch: event.epoch, step: event.step };
}
