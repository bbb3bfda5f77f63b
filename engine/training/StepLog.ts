import type { HostArrays } from "../tensor/hostArrays";
import type { Tally } from "../compiler/tally";
import type { TrainingStep } from "../compiler/trainingStep";
import type { EpochMetrics } from "../run/events";
import type { Cursor } from "./checkpoint";
import { LossTotals } from "./LossTotals";
import { MetricTotals } from "./MetricTotals";

/** Steps that may be queued on a device and not yet told. */
const window = 8192;

export interface StepRange {
  readonly first: number;
  /** NaN for a step without a row that counts. */
  readonly loss: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** Collects each step's loss and metrics as devices tell them, and gives them on in order. */
export class StepLog {
  /** The last step that was given on. */
  private given: number;
  private readonly told = new Uint8Array(window);
  private readonly loss = new Float64Array(window);
  /** The metrics that are numbers, of each step alone. */
  private readonly values: Readonly<Record<string, Float64Array>>;
  private readonly step: MetricTotals;
  private readonly stepLoss: LossTotals;
  /** Over the epoch so far. */
  private readonly epoch: MetricTotals;
  private readonly epochLoss: LossTotals;
  private count: number;
  /** The first step whose loss is NaN, infinite, or below 0 where it can never be. */
  notFinite: number | undefined;
  /** That loss, where it was below 0. */
  negative: string | undefined;
  /** Steps without a row that counts, and the loss that had none. */
  readonly empty: { steps: number; loss: string | undefined } = { steps: 0, loss: undefined };

  constructor(
    { metrics, tally }: Pick<TrainingStep, "metrics" | "tally">,
    resumed: Pick<Cursor, "step" | "sums" | "count">,
    /** The losses, by node, that are never below 0. */
    private readonly nonNegative: ReadonlySet<string> = new Set(),
  ) {
    this.given = resumed.step;
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

  /** Takes a step's outputs, of which `tally` says what the loss adds up of; steps come in order. */
  record(step: number, outputs: HostArrays, tally: Tally): void {
    const slot = step % window;
    const loss = outputs.loss?.[0] ?? NaN;
    this.stepLoss.clear();
    this.stepLoss.add(outputs, tally);
    const empty = this.stepLoss.withoutRows();
    if (empty !== undefined) {
      this.empty.steps++;
      this.empty.loss = empty;
    }
    this.loss[slot] = empty === undefined ? loss : NaN;
    this.told[slot] = 1;
    this.epochLoss.add(outputs, tally);
    this.count++;
    this.epoch.add(outputs);
    this.step.clear();
    this.step.add(outputs);
    for (const name in this.values) {
      const column = this.values[name];
      if (column) column[slot] = this.step.number(name);
    }
    const negative = this.stepLoss.negative(this.nonNegative);
    if (this.notFinite === undefined) this.negative = negative;
    if (!Number.isFinite(loss) || negative !== undefined)
      this.notFinite = Math.min(this.notFinite ?? Infinity, step);
  }

  /** The steps since the last call that are complete up to here, up to one that is not finite; undefined for none. */
  take(): StepRange | undefined {
    const first = this.given + 1;
    let end = first;
    const stop = Math.min(first + window, this.notFinite ?? Infinity);
    while (end < stop && this.told[end % window] === 1) this.told[end++ % window] = 0;
    if (end === first) return undefined;
    this.given = end - 1;
    const read = (column: Float64Array) =>
      Array.from({ length: end - first }, (_, i) => column[(first + i) % window] ?? NaN);
    return {
      first,
      loss: read(this.loss),
      metrics: Object.fromEntries(Object.entries(this.values).map(([name, column]) => [name, read(column)])),
    };
  }

  /** The loss and the metrics of everything since the last call: of an epoch. */
  takeEpoch(): EpochMetrics {
    const figures = { loss: this.epochLoss.figure(), ...this.epoch.figures() };
    this.epoch.clear();
    this.epochLoss.clear();
    this.count = 0;
    return figures;
  }

  /** Where the epoch stands, for a checkpoint. */
  save(): Pick<Cursor, "sums" | "count"> {
    return { sums: { ...this.epochLoss.save(), ...this.epoch.save() }, count: this.count };
  }
}
