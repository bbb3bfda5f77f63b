import { create } from "zustand";
import type { RunEvent } from "../../engine/run/events";
import type { RunEntry } from "../messages/run";
import type { ToTraining } from "../messages/training";
import type { XAxis } from "./RunSeries";
import { afterEvent, noRun, type RunState } from "./runState";

/** How the charts are displayed. The first four fields are saved with the page's state. */
export interface View {
  readonly axis: XAxis;
  /** Position of the smoothing slider, 0 to 1. */
  readonly smoothing: number;
  readonly logLoss: boolean;
  /** Whether the panels are unfolded. */
  readonly panels: boolean;
  /** The visible range of the x axis; undefined shows all. */
  readonly zoom: readonly [number, number] | undefined;
  /** Position of the cursor on the x axis, in any of the charts. */
  readonly hover: number | undefined;
}

/**
 * The smoothing weight for a position of the slider. Each third of the slider averages over ten times as many steps:
 * 0, 0.9, 0.99, 0.999.
 */
export function smoothingWeight(position: number): number {
  return 1 - 10 ** (-3 * position);
}

export const useView = create<View>()(() => ({
  axis: "step",
  smoothing: 1 / 3,
  logLoss: false,
  panels: true,
  zoom: undefined,
  hover: undefined,
}));

export const useRun = create<RunState>()(() => noRun(smoothingWeight(useView.getState().smoothing)));

/** The runs that can be selected, newest first. */
export const useRuns = create<{ readonly runs: readonly RunEntry[] }>()(() => ({ runs: [] }));

/** Handles a message from the host. */
export function receive(message: ToTraining): void {
  if (message.kind === "runs") {
    useRuns.setState({ runs: message.runs });
    return;
  }
  if (message.kind === "events") {
    // Late events of the run shown before.
    if (message.run !== useRun.getState().id) return;
    useRun.setState(message.events.reduce<RunState>(afterEvent, useRun.getState()), true);
    return;
  }
  const smoothing = smoothingWeight(useView.getState().smoothing);
  // The zoom of one run makes no sense for another.
  if (useRun.getState().id !== message.run) useView.setState({ zoom: undefined, hover: undefined });
  const events: readonly RunEvent[] = message.events;
  useRun.setState(events.reduce<RunState>(afterEvent, noRun(smoothing, message.run, message.name)), true);
}

export function setSmoothing(position: number): void {
  useView.setState({ smoothing: position });
  useRun.getState().series.setSmoothing(smoothingWeight(position));
  useRun.setState({});
}
