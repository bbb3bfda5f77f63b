import type { Column } from "../Column";
import type { FigureColumn } from "../FigureColumn";
import type { ObservedActivation } from "../observed";
import type { LossCourse } from "./lossCourse";

/** One way in which a run goes wrong, as its losses show it. */
export interface LossDiagnosis {
  /** Stable: `--json` and the run folder name it. */
  readonly kind: "dead" | "overfitting" | "diverging" | "rising" | "not-falling";
  /** What is wrong with a run; undefined where this is not. */
  find(run: JudgedRun): LossFinding | undefined;
}

/** What a run is judged by beside its gradients. */
export interface ObservedRun {
  /** Each step's; NaN for one that has none. */
  readonly loss: Column;
  /** The loss at the end of each epoch, where there is one. */
  readonly train: FigureColumn | undefined;
  readonly validation: FigureColumn | undefined;
  readonly activations: Iterable<ObservedActivation>;
  /** Undefined where the run has not said it. */
  readonly batchSize: number | undefined;
  readonly stepsPerEpoch: number | undefined;
  /** The run takes no further step. */
  readonly ended: boolean;
}

export interface JudgedRun extends ObservedRun {
  /** Undefined before there are enough steps to tell. */
  readonly course: LossCourse | undefined;
}

/** What is wrong, in a sentence with its numbers, and what one can do about it. */
export interface LossFinding {
  readonly title: string;
  readonly advice: string;
}
