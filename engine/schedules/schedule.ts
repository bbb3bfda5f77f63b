import type { Reference } from "../parameters/reference";
import type { Parameters, Values } from "../parameters/parameter";

interface Described<P extends Parameters> {
  /** PyTorch's name. */
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** What its reference page contains beyond this record. */
  readonly reference: Pick<Reference, "formula" | "sources">;
  /** PyTorch's names in camelCase. */
  readonly params: P;
}

/** A learning rate that depends only on time. Its parameter `every` selects epochs or steps as the unit. */
export interface TimedSchedule<P extends Parameters = Parameters> extends Described<P> {
  readonly kind: "timed";
  /**
   * The learning rate at a time, in float64. `base` is the optimizer's learning rate, `time` the number of completed
   * epochs or steps, `total` their number in the whole run.
   */
  readonly rate: (params: Values<P>, base: number, time: number, total: number) => number;
}

/** A schedule's state; numbers that are not known yet are absent. */
export type ScheduleState = Readonly<Record<string, number | undefined>> & { readonly learningRate: number };

/** A learning rate that reacts to the loss after each epoch. */
export interface WatchingSchedule<P extends Parameters = Parameters> extends Described<P> {
  readonly kind: "watching";
  readonly start: (base: number) => ScheduleState;
  /** The state after another epoch with this loss. */
  readonly watch: (params: Values<P>, state: ScheduleState, loss: number) => ScheduleState;
}

export type Schedule = TimedSchedule | WatchingSchedule;

export function timed<const P extends Parameters>(schedule: Omit<TimedSchedule<P>, "kind">): Schedule {
  return { ...schedule, kind: "timed" } as unknown as Schedule;
}

export function watching<const P extends Parameters>(schedule: Omit<WatchingSchedule<P>, "kind">): Schedule {
  return { ...schedule, kind: "watching" } as unknown as Schedule;
}
