import type { HostArrays } from "../compiler/program";

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
  private readonly values: Readonly<Record<string, Float64Array>>;
  /** Sums over the epoch so far, of `loss` and each metric. */
  readonly sums: Record<string, number>;
  count: number;
  /** The first step whose loss is NaN or infinite. */
  notFinite: number | undefined;

  constructor(
    private readonly metrics: readonly string[],
    resumed: {
      readonly step: number;
      readonly sums: Readonly<Record<string, number>>;
      readonly count: number;
    },
  ) {
    this.given = resumed.step;
    this.values = Object.fromEntries(metrics.map((name) => [name, new Float64Array(window)]));
    this.sums = Object.fromEntries(["loss", ...metrics].map((name) => [name, resumed.sums[name] ?? 0]));
    this.count = resumed.count;
  }

  record(step: number, outputs: HostArrays): void {
    const slot = step % window;
    const loss = outputs.loss?.[0] ?? NaN;
    this.loss[slot] = loss;
    this.told[slot] = 1;
    this.sums.loss = (this.sums.loss ?? 0) + loss;
    for (const name of this.metrics) {
      const value = outputs[name]?.[0] ?? NaN;
      const column = this.values[name];
      if (column) column[slot] = value;
      this.sums[name] = (this.sums[name] ?? 0) + value;
    }
    this.count++;
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

  /** Means since the last call: of an epoch. */
  takeMeans(): Record<string, number> {
    const means = Object.fromEntries(
      Object.entries(this.sums).map(([name, sum]) => [name, sum / this.count]),
    );
    for (const name of Object.keys(this.sums)) this.sums[name] = 0;
    this.count = 0;
    return means;
  }
}
