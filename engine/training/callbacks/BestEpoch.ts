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
    const best = run.best?.value ?? run.best?.loss;
    result.isBest = sign * watched < (best === undefined ? Infinity : sign * best);
    run.sinceBest++;
    if (!result.isBest) return;
    run.sinceBest = 0;
    run.best =
      watch === defaultWatch ? { step, loss: watched } : { step, loss, figure: watch, value: watched };
  }
}
