import type { Training } from "../graph/graph";
import type { Parameters, Values } from "../parameters/parameter";
import { schedules } from "../schedules";
import type { Schedule, ScheduleState } from "../schedules/schedule";

/** The progress of a schedule that watches the loss: enough to recompute the learning rate of every step so far. */
export interface WatchedSchedule {
  readonly state: ScheduleState;
  /** Changes from the initial learning rate; each applies from the step after `after`. */
  readonly changes: readonly { readonly after: number; readonly learningRate: number }[];
}

/** When a schedule begins, how long it is, and how its steps make epochs. */
export interface Timing {
  /** Steps of the run before it begins. */
  readonly start: number;
  readonly steps: number;
  readonly epochs: number;
  /** Completed epochs since it began, before a step of the run (from 0). */
  readonly epochsBefore: (step: number) => number;
}

/** A schedule over a whole run whose epochs have the same number of steps. */
export function evenly(stepsPerEpoch: number, epochs: number): Timing {
  return {
    start: 0,
    steps: epochs * stepsPerEpoch,
    epochs,
    epochsBefore: (step) => Math.floor(step / stepsPerEpoch),
  };
}

/**
 * The learning rate of every step of a run, in float64: the optimizer's, modified by the schedule and the warm-up.
 * `at` has no side effects and allocates nothing.
 */
export class LearningRate {
  private readonly schedule: Schedule | undefined;
  private readonly params: Values<Parameters>;
  private readonly base: number;
  private readonly warmup: number;
  private watched: WatchedSchedule | undefined;

  constructor(
    { optimizer, schedule, warmup }: Pick<Training, "optimizer" | "schedule" | "warmup">,
    private readonly timing: Timing,
  ) {
    const { type = "", ...params } = schedule ?? {};
    this.schedule = schedules.get(type);
    this.params = params;
    this.base = Number(optimizer.learningRate);
    this.warmup = warmup;
    if (this.schedule?.kind === "watching")
      this.watched = { state: this.schedule.start(this.base), changes: [] };
  }

  /** The learning rate of a step of the run, from 1, up to the next step to be taken. */
  at(step: number): number {
    const own = step - this.timing.start;
    return this.scheduled(step) * (own < this.warmup ? own / this.warmup : 1);
  }

  /** Whether the learning rate may differ between steps. */
  get changes(): boolean {
    return this.schedule !== undefined || this.warmup > 1;
  }

  /** The state to save in a checkpoint; undefined if the learning rate depends only on the step. */
  get state(): WatchedSchedule | undefined {
    return this.watched;
  }

  set state(state: WatchedSchedule | undefined) {
    this.watched = state ?? this.watched;
  }

  /** Passes the loss of an epoch that ended after `step` steps to a schedule that watches it. */
  endEpoch(step: number, loss: number): void {
    if (this.schedule?.kind !== "watching" || !this.watched) return;
    const { state, changes } = this.watched;
    const next = this.schedule.watch(this.params, state, loss);
    const { learningRate } = next;
    const isChanged = learningRate !== state.learningRate;
    this.watched = {
      state: next,
      changes: isChanged ? [...changes, { after: step, learningRate }] : changes,
    };
  }

  private scheduled(step: number): number {
    const { schedule, timing } = this;
    if (!schedule) return this.base;
    if (schedule.kind === "watching") return this.changed(step);
    const countsSteps = this.params.every === "step";
    const time = countsSteps ? step - 1 - timing.start : timing.epochsBefore(step - 1);
    const total = countsSteps ? timing.steps : timing.epochs;
    return schedule.rate(this.params, this.base, time, total);
  }

  private changed(step: number): number {
    const changes = this.watched?.changes ?? [];
    for (let i = changes.length - 1; i >= 0; i--) {
      const change = changes[i];
      if (change && change.after < step) return change.learningRate;
    }
    return this.base;
  }
}
