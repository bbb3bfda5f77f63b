import type { EndEvent, PreparingPhase, RunEvent, RunStatus, StartEvent, TrainingProcess } from "./events";

/** Where a run is between its request and its end. */
export interface Lifecycle {
  /** Undefined until something is known about the run. */
  readonly status: RunStatus | EndEvent["status"] | undefined;
  /** The phase before the first step; undefined once the run has started. */
  readonly phase: PreparingPhase | undefined;
  readonly start: StartEvent | undefined;
  /** The process that trains the run, if it is not this window's engine. */
  readonly owner: TrainingProcess | undefined;
  readonly end: EndEvent | undefined;
}

export const unknownRun: Lifecycle = {
  status: undefined,
  phase: undefined,
  start: undefined,
  owner: undefined,
  end: undefined,
};

/** A run that was just requested, or requested to continue after its end. */
export function prepared({ start }: Lifecycle): Lifecycle {
  return { ...unknownRun, status: "preparing", start };
}

/** The lifecycle after one more event; the same object if the event does not change it. */
export function afterEvent(before: Lifecycle, event: RunEvent): Lifecycle {
  switch (event.event) {
    case "preparing":
      return { ...before, phase: event.phase };
    case "start":
      // Still preparing: the first step may take long, since the device compiles.
      return { ...before, status: "preparing", phase: undefined, start: event, end: undefined };
    case "steps":
      return before.status === "preparing" || before.status === undefined
        ? { ...before, status: "running" }
        : before;
    case "status":
      return { ...before, status: event.status, owner: event.owner };
    case "end":
      return { ...before, status: event.status, phase: undefined, owner: undefined, end: event };
    default:
      return before;
  }
}

/** Whether the run is known and has not ended. */
export function isLive({ status, end }: Lifecycle): boolean {
  return status !== undefined && end === undefined;
}
