import { findCause } from "../findCause";
import { lossNotFinite } from "../lossNotFinite";
import { outOfDomainAt } from "../outOfDomainAt";
import type { TrainingRun } from "../TrainingRun";
import { negativeLoss } from "../valueOutOfRange";
import type { Callback } from "./Callback";
import type { StepReports } from "./StepReports";

/** Ends a run when a loss is NaN, infinite, or negative although it cannot be, and explains why. */
export class NotFiniteGuard implements Callback {
  constructor(
    private readonly run: TrainingRun,
    private readonly reports: StepReports,
  ) {}

  afterStep(): Promise<void> | undefined {
    return this.check();
  }

  epoch(): Promise<void> | undefined {
    return this.check();
  }

  rest(): Promise<void> | undefined {
    return this.check();
  }

  end(): Promise<void> | undefined {
    return this.check();
  }

  /** Throws the run's error if a step so far had such a loss. */
  check(): Promise<void> | undefined {
    const { notFinite } = this.run.log;
    return notFinite === undefined ? undefined : this.fail(notFinite);
  }

  /**
   * Reports the steps before the bad one and throws the run's error; `noticed` is the step (from 1) that revealed it.
   */
  async fail(noticed: number): Promise<never> {
    await this.reports.settle();
    throw await this.explain(noticed);
  }

  private async explain(noticed: number): Promise<Error> {
    const { opened, controller, log } = this.run;
    const { plan, steps, after, folder } = opened;
    // The search repeats steps that must not be reported again.
    opened.onStep.listener = () => undefined;
    const checkpoint = folder.checkpoint("last");
    const stopped = () => controller.ending !== undefined;
    const cause = await findCause({ plan, steps, after, checkpoint, noticed, stopped });
    // The search leaves the state before the step at fault. Bad data or weights already explain the failure.
    const step = cause?.step ?? noticed;
    const explained = cause?.suspect.kind === "data" || cause?.suspect.kind === "weight" || stopped();
    const runs = explained ? 0 : plan.timetable.stageOf(step - 1).runs.length;
    for (let run = 0; run < runs; run++) {
      const outOfDomain = await outOfDomainAt(plan, step - 1, run);
      if (outOfDomain) return outOfDomain;
    }
    if (!cause && log.negative !== undefined) return negativeLoss(noticed, log.negative);
    return lossNotFinite(noticed, cause);
  }
}
