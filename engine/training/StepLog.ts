import type { JudgedMetric } from "../compiler/judge";
import type { HostArrays } from "../compiler/program";
import type { Figures } from "../server/protocol";
import type { Cursor } from "./checkpoint";
import { MetricTotals } from "./MetricTotals";

/** Steps that may be queued on a device and not yet told. */
const window = 8192;

export interface StepRange {
  readonly first: number;
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
  /** Over the epoch so far. */
  private readonly epoch: MetricTotals;
  private lossSum: number;
  private count: number;
  /** The first step whose loss is NaN or infinite. */
  notFinite: number | undefined;

  constructor(metrics: readonly JudgedMetric[], resumed: Pick<Cursor, "step" | "sums" | "count">) {
    this.given = resumed.step;
    const numbers = metrics.filter(({ metric }) => metric.kind === "number");
    this.values = Object.fromEntries(numbers.map(({ name }) => [name, new Float64Array(window)]));
    this.step = new MetricTotals(numbers);
    this.epoch = new MetricTotals(metrics);
    const { loss, ...sums } = resumed.sums;
    this.lossSum = typeof loss === "number" ? loss : 0;
    this.epoch.restore(sums);
    this.count = resumed.count;
  }

  /** Takes a step's outputs; steps come in order. */
  record(step: number, outputs: HostArrays): void {
    const slot = step % window;
    const loss = outputs.loss?.[0] ?? NaN;
    this.loss[slot] = loss;
    this.told[slot] = 1;
    this.lossSum += loss;
    this.count++;
    this.epoch.add(outputs);
    this.step.clear();
    this.step.add(outputs);
    for (const name in this.values) {
      const column = this.values[name];
      if (column) column[slot] = this.step.number(name);
    }
    if (!Number.isFinite(loss)) this.notFinite = Math.min(this.notFinite ?? Infinity, step);
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

  /** The mean loss and the metrics of everything since the last call: of an epoch. */
  takeEpoch(): Figures {
    const figures = { loss: this.lossSum / this.count, ...this.epoch.figures() };
    this.epoch.clear();
    this.lossSum = 0;
    this.count = 0;
    return figures;
  }

  /** Where the epoch stands, for a checkpoint. */
  save(): Pick<Cursor, "sums" | "count"> {
    return { sums: { loss: this.lossSum, ...this.epoch.save() }, count: this.count };
  }
}
