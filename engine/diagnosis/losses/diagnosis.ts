import type { Column } from "../Column";
import type { MetricColumn } from "../MetricColumn";
import type { ObservedActivation } from "../observed";
import type { LossTrend } from "./lossTrend";

/** One way in which a run can go wrong, as seen in its losses. */
export interface LossDiagnosis {
  /** Stable: used in `--json` and in the run folder. */
  readonly kind: "dead" | "overfitting" | "diverging" | "rising" | "not-falling";
  /** Undefined if the run does not have this problem. */
  find(run: DiagnosedRun): LossFinding | undefined;
}

/** What loss diagnoses are made from. */
export interface ObservedRun {
  /** By step; NaN for a step without a loss. */
  readonly loss: Column;
  /** The loss at the end of each epoch; undefined if there is none yet. */
  readonly train: MetricColumn | undefined;
  readonly validation: MetricColumn | undefined;
  readonly activations: Iterable<ObservedActivation>;
  /** Undefined if the run has not reported it. */
  readonly batchSize: number | undefined;
  readonly stepsPerEpoch: number | undefined;
  /** The run takes no more steps. */
  readonly ended: boolean;
}

export interface DiagnosedRun extends ObservedRun {
  /** Undefined while there are too few steps to tell. */
  readonly trend: LossTrend | undefined;
}

/** What is wrong, in a sentence with its numbers, and what to do about it. */
export interface LossFinding {
  readonly title: string;
  readonly advice: string;
}
