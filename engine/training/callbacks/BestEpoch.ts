import { defaultWatch } from "../../graph/figures";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";

/** Remembers the epoch with the best value of the watched figure. A value that is NaN is never the best. */
export class BestEpoch implements Callback {
  constructor(private readonly run: TrainingRun) {}

  epoch(result: EpochResult): undefined {
    const { run } = this;
    const { step, loss, watched } = result;
    const { watch, figure } = run.opened.plan.watched;
    const sign = figure.better === "higher" ? -1 : 1;
    const earlier = run.best && this.isComparable(run.best.step, step) ? run.best : undefined;
    const best = earlier?.value ?? earlier?.loss;
    result.isBest = sign * watched < (best === undefined ? Infinity : sign * best);
    run.sinceBest++;
    if (!result.isBest) return;
    run.sinceBest = 0;
    run.best =
      watch === defaultWatch ? { step, loss: watched } : { step, loss, figure: watch, value: watched };
  }

  /**
   * The training loss is the sum over the objectives that ran in an epoch, so it is only compared where the same ones did.
   * The validation loss is that of all of them.
   */
  private isComparable(before: number, now: number): boolean {
    const { watched, timetable, evaluations } = this.run.opened.plan;
    const isOfTraining = watched.part === "training" || evaluations.length === 0;
    if (watched.figure.name !== "loss" || !isOfTraining) return true;
    return timetable.stageOf(before - 1) === timetable.stageOf(now - 1);
  }
}
