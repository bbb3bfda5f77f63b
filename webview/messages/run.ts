import { matching } from "../../engine/document/guard";
import type {
  EndEvent,
  PreparingPhase,
  RunStatus,
  StartEvent,
  TrainingProcess,
} from "../../engine/run/events";

/** The id of a run in messages between host and pages. A run has one even before it has a folder. */
export const runId = matching(/^\d{1,12}$/);

/** An entry in the list of runs. */
export interface RunEntry {
  readonly id: string;
  /** The model's name. */
  readonly name: string;
  readonly status: RunView["status"];
  /** Whether another process trains it. */
  readonly elsewhere: boolean;
  /** When it first started, in milliseconds since the epoch. */
  readonly started: number;
}

/** What a loss node shows. */
export interface ShownLoss {
  /** The newest. */
  readonly loss: number | undefined;
  /** The losses so far, thinned to at most 60, for the sparkline. */
  readonly recentLoss: readonly number[];
}

/** What the canvas shows of a run: small, and sent at most 10 times per second. */
export interface RunView extends ShownLoss {
  readonly id: string;
  readonly status: RunStatus | EndEvent["status"];
  /** The process that trains it, if that is not this window's engine; the run can then only be watched. */
  readonly elsewhere?: TrainingProcess;
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** The same for each objective with a name, by it; absent if there are none. */
  readonly objectives?: Readonly<Record<string, ShownLoss>>;
  readonly device: StartEvent["device"] | undefined;
  /** The current phase of preparation. */
  readonly phase?: PreparingPhase;
  readonly message?: string;
}
