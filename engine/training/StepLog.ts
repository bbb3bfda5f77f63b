import type { HostArrays } from "../tensor/hostArrays";
import type { Tally } from "../compiler/tally";
import type { TrainingStep } from "../compiler/trainingStep";
import type { EpochMetrics } from "../run/events";
import type { Cursor } from "./checkpoint";
import { LossTotals } from "./LossTotals";
import { MetricTotals } from "./MetricTotals";

/** Capacity in steps: a device never has more steps queued or unreported than this. */
const window = 8192;

export interface StepRange {
  readonly first: number;
  /** NaN for a step in which no row counts towards a loss. */
  readonly loss: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** Collects each step's loss and metrics as they arrive from the device, and returns them in order. */
export class StepLog {
  /** The last step that was taken from the log. */
  private lastTaken: number;
  private readonly received = new Uint8Array(window);
  private readonly loss = new Float64Array(window);
  /** The scalar metrics of each step. */
  private readonly values: Readonly<Record<string, Float64Array>>;
  private readonly step: MetricTotals;
  private readonly stepLoss: LossTotals;
  /** Totals over the epoch so far. */
  private readonly epoch: MetricTotals;
  private readonly epochLoss: LossTotals;
  private count: number;
  /** The first step whose loss is NaN, infinite, or negative although that is impossible. */
  notFinite: number | undefined;
  /** The node of that loss if it was negative. */
  negative: string | undefined;
  /** How many steps had a loss towards which no row counted, and that loss. */
  readonly empty: { steps: number; loss: string | undefined } = { steps: 0, loss: undefined };

  constructor(
    { metrics, tally }: Pick<TrainingStep, "metrics" | "tally">,
    resumed: Pick<Cursor, "step" | "sums" | "count">,
    /** The losses, by node, that are never negative. */
    private readonly nonNegative: ReadonlySet<string> = new Set(),
  ) {
    this.lastTaken = resumed.step;
    const numbers = metrics.filter(({ metric }) => metric.kind === "number");
    this.values = Object.fromEntries(numbers.map(({ name }) => [name, new Float64Array(window)]));
    this.step = new MetricTotals(numbers);
    this.epoch = new MetricTotals(metrics);
    this.stepLoss = new LossTotals(tally);
    this.epochLoss = new LossTotals(tally);
    this.epochLoss.restore(resumed.sums);
    this.epoch.restore(resumed.sums);
    this.count = resumed.count;
  }

  /** Records a step's outputs, whose losses `tally` describes. Steps arrive in order. */
  record(step: number, outputs: HostArrays, tally: Tally): void {
    const slot = step % window;
    const loss = outputs.loss?.[0] ?? NaN;
    this.stepLoss.clear();
    this.stepLoss.add(outputs, tally);
    const empty = this.stepLoss.lossWithoutRows();
    if (empty !== undefined) {
      this.empty.steps++;
      this.empty.loss = empty;
    }
    this.loss[slot] = empty === undefined ? loss : NaN;
    this.received[slot] = 1;
    this.epochLoss.add(outputs, tally);
    this.count++;
    this.epoch.add(outputs);
    this.step.clear();
    this.step.add(outputs);
    for (const name in this.values) {
      const column = this.values[name];
      if (column) column[slot] = this.step.computeNumber(name);
    }
    const negative = this.stepLoss.negative(this.nonNegative);
    if (this.notFinite === undefined) this.negative = negative;
    if (!Number.isFinite(loss) || negative !== undefined)
      this.notFinite = Math.min(this.notFinite ?? Infinity, step);
  }

  /** The consecutive steps recorded since the last call, up to one that is not finite; undefined if there are none. */
  take(): StepRange | undefined {
    const first = this.lastTaken + 1;
    let end = first;
    const stop = Math.min(first + window, this.notFinite ?? Infinity);
    while (end < stop && this.received[end % window] === 1) this.received[end++ % window] = 0;
    if (end === first) return undefined;
    this.lastTaken = end - 1;
    const read = (column: Float64Array) =>
      Array.from({ length: end - first }, (_, i) => column[(first + i) % window] ?? NaN);
    return {
      first,
      loss: read(this.loss),
      metrics: Object.fromEntries(Object.entries(this.values).map(([name, column]) => [name, read(column)])),
    };
  }

  /** The loss and metrics of the epoch, which are then reset for the next one. */
  takeEpoch(): EpochMetrics {
    const metrics = { loss: this.epochLoss.compute(), ...this.epoch.compute() };
    this.epoch.clear();
    this.epochLoss.clear();
    this.count = 0;
    return metrics;
  }

  /** The totals of the epoch so far, for a checkpoint. */
  save(): Pick<Cursor, "sums" | "count"> {
    return { sums: { ...this.epochLoss.save(), ...this.epoch.save() }, count: this.count };
  }
}
