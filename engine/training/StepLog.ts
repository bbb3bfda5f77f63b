import type { HostArrays } from "../tensor/hostArrays";
import type { EpochMetrics } from "../run/events";
import type { Cursor } from "./checkpoint";
import { joinedMetrics, ObjectiveLog, window } from "./ObjectiveLog";
import type { Timetable } from "./Timetable";
import type { PlannedObjective, TrainingPart } from "./TrainingPlan";

/** Figures of steps and epochs that the host measures, such as the return of a network that plays. */
export interface StepFigures {
  /** Those of some steps, by name. */
  take(first: number, end: number): Readonly<Record<string, readonly number[]>>;
  /** Those of the epoch, which are then reset. */
  takeEpoch(): Readonly<Record<string, number>>;
}

export interface StepRange {
  readonly first: number;
  /** NaN for a step in which no row counts towards a loss. */
  readonly loss: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/**
 * Collects each step's losses and metrics as they arrive from the device, and returns them in order. A step's loss is the
 * sum of the losses of the objectives that run in it.
 */
export class StepLog {
  private readonly objectives: readonly ObjectiveLog[];
  /** The last step that was taken from the log. */
  private lastTaken: number;
  /** How many of its objectives have arrived. */
  private readonly received = new Uint16Array(window);
  private readonly loss = new Float64Array(window);
  /** Over the epoch so far. */
  private count: number;
  /** The first step with a loss that is NaN, infinite, or negative although that is impossible. */
  notFinite: number | undefined;
  /** The node of that loss if it was negative. */
  negative: string | undefined;
  /** How many steps had a loss towards which no row counted, and that loss. */
  readonly empty: { steps: number; loss: string | undefined } = { steps: 0, loss: undefined };

  constructor(
    objectives: readonly PlannedObjective[],
    private readonly timetable: Timetable,
    resumed: Pick<Cursor, "step" | "sums" | "count">,
    /** The losses, by node, that are never negative. */
    nonNegative: ReadonlySet<string> = new Set(),
    private readonly figures?: StepFigures,
  ) {
    this.lastTaken = resumed.step;
    this.objectives = objectives.map((objective) => new ObjectiveLog(objective, resumed, nonNegative));
    this.count = resumed.count;
  }

  /** Records the outputs of one run of a step. Runs arrive in order. */
  record(step: number, outputs: HostArrays, part: TrainingPart): void {
    const log = this.objectives[part.objective];
    if (!log) return;
    const bad = log.add(step, outputs, part.compiled);
    if (bad) {
      if (this.notFinite === undefined) this.negative = bad.negative;
      this.notFinite = Math.min(this.notFinite ?? Infinity, step);
    }
    if (!log.isComplete) return;
    const empty = log.lossWithoutRows();
    if (empty !== undefined) {
      this.empty.steps++;
      this.empty.loss = empty;
    }
    const slot = step % window;
    const loss = log.finish(step);
    const earlier = this.received[slot] ?? 0;
    this.loss[slot] = earlier === 0 ? loss : (this.loss[slot] ?? NaN) + loss;
    this.received[slot] = earlier + 1;
    if (this.isReceived(step)) this.count++;
  }

  /** The consecutive steps recorded since the last call, up to one that is not finite; undefined if there are none. */
  take(): StepRange | undefined {
    const first = this.lastTaken + 1;
    let end = first;
    const stop = Math.min(first + window, this.notFinite ?? Infinity);
    while (end < stop && this.isReceived(end)) this.received[end++ % window] = 0;
    if (end === first) return undefined;
    this.lastTaken = end - 1;
    return {
      first,
      loss: Array.from({ length: end - first }, (_, i) => this.loss[(first + i) % window] ?? NaN),
      metrics: Object.assign(
        {},
        ...this.objectives.map((log) => log.take(first, end)),
        this.figures?.take(first, end),
      ) as StepRange["metrics"],
    };
  }

  /** The losses and metrics of the epoch, which are then reset for the next one. */
  takeEpoch(): EpochMetrics {
    this.count = 0;
    const metrics = joinedMetrics(this.objectives.flatMap((log) => log.takeEpoch() ?? []));
    return { ...metrics, ...this.figures?.takeEpoch() };
  }

  /** The totals of the epoch so far, for a checkpoint. */
  save(): Pick<Cursor, "sums" | "count"> {
    const sums = Object.assign({}, ...this.objectives.map((log) => log.save())) as Cursor["sums"];
    return { sums, count: this.count };
  }

  private isReceived(step: number): boolean {
    return this.received[step % window] === this.timetable.stageOf(step - 1).objectives.length;
  }
}
