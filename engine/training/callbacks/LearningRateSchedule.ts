import type { Cursor } from "../checkpoint";
import type { TrainingPlan } from "../TrainingPlan";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";

/** Passes each epoch's losses to the schedules that depend on them. */
export class LearningRateSchedule implements Callback {
  private readonly plan: TrainingPlan;

  constructor({ opened }: TrainingRun) {
    this.plan = opened.plan;
    const { schedule, schedules } = opened.cursor;
    for (const { objective, learningRate } of this.plan.objectives)
      learningRate.state = objective.name === undefined ? schedule : schedules?.[objective.name];
  }

  epoch({ step, losses }: EpochResult): undefined {
    for (const [index, { learningRate }] of this.plan.objectives.entries())
      if (this.plan.timetable.ran(index, step)) learningRate.endEpoch(step, losses[index] ?? NaN);
  }
}

/** The states of all schedules that watch a loss, for a checkpoint. */
export function savedSchedules({ objectives }: TrainingPlan): Pick<Cursor, "schedule" | "schedules"> {
  const [first] = objectives;
  if (first?.objective.name === undefined) return { schedule: first?.learningRate.state };
  const schedules = objectives.flatMap(({ objective: { name = "" }, learningRate: { state } }) =>
    state ? [[name, state] as const] : [],
  );
  return schedules.length > 0 ? { schedules: Object.fromEntries(schedules) } : {};
}
