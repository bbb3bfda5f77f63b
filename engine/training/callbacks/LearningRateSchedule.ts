import type { LearningRate } from "../LearningRate";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";

/** Passes each epoch's loss to a schedule that depends on it. */
export class LearningRateSchedule implements Callback {
  private readonly learningRate: LearningRate;

  constructor({ opened }: TrainingRun) {
    this.learningRate = opened.plan.learningRate;
    this.learningRate.state = opened.cursor.schedule;
  }

  epoch({ step, loss }: EpochResult): undefined {
    this.learningRate.endEpoch(step, loss);
  }
}
