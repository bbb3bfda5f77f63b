import { matching } from "../../engine/document/guard";
import type {
  EndEvent,
  PreparingPhase,
  RunStatus,
  StartEvent,
  TrainingProcess,
} from "../../engine/run/events";

/** The name of a run between host and pages, also before the run has a folder. */
export const runId = matching(/^\d{1,12}$/);

/** A line in the list of runs. */
export interface RunEntry {
  readonly id: string;
  /** The model's. */
  readonly name: string;
  readonly status: RunView["status"];
  /** Another process trains it. */
  readonly elsewhere: boolean;
  /** When it was begun, in milliseconds since 1970. */
  readonly started: number;
}

/** A run as the canvas shows it: small, sent at most 10 times a second. */
export interface RunView {
  readonly id: string;
  readonly status: RunStatus | EndEvent["status"];
  /** The process that trains it, where that is not this window's: it can be watched only. */
  readonly elsewhere?: TrainingProcess;
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number | undefined;
  /** The last losses, thinned to at most 60, for the loss node's sparkline. */
  readonly recentLoss: readonly number[];
  readonly device: StartEvent["device"] | undefined;
  /** What is done while it prepares. */
  readonly phase?: PreparingPhase;
  readonly message?: string;
}
