import type {
  EndEvent,
  PreparingPhase,
  RunStatus,
  StartEvent,
  TrainingProcess,
} from "../../engine/run/events";

/** A run as the canvas shows it: small, sent at most 10 times a second. */
export interface RunView {
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
