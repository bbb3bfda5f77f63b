import { formatNumber } from "../../run/format";
import { stoppedEarly } from "../errors";
import type { TrainingRun } from "../TrainingRun";
import type { Callback } from "./Callback";

/** Ends the run once the watched figure has not improved for as many epochs as `training.patience` says. */
export class EarlyStopping implements Callback {
  private readonly patience: number;

  constructor(private readonly run: TrainingRun) {
    this.patience = run.opened.plan.typed.graph.training.patience ?? Infinity;
  }

  /** A run that was already ended so and is resumed ends again at once, unless it has more patience now. */
  start(): undefined {
    this.check();
  }

  epoch(): undefined {
    this.check();
  }

  private check(): void {
    const { run, patience } = this;
    if (run.sinceBest < patience) return;
    const { best, opened } = run;
    const { watched, timetable } = opened.plan;
    run.endEarly(
      stoppedEarly(
        watched.watch,
        run.sinceBest,
        best && {
          value: formatNumber(best.value ?? best.loss),
          epoch: timetable.epochsBefore(best.step - 1) + 1,
        },
      ),
    );
  }
}
