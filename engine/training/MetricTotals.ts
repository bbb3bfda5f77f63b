import type { MetricOutput } from "../compiler/appendMetrics";
import type { HostArrays } from "../tensor/hostArrays";
import type { Matrix } from "../metrics/metric";

/**
 * The sums of some metrics over any number of batches, in float64: counts stay exact far beyond what float32 could
 * count, and adding batches up gives what all of them at once would have given.
 */
export class MetricTotals {
  private readonly totals: readonly { readonly judged: MetricOutput; readonly sums: Float64Array }[];

  constructor(metrics: readonly MetricOutput[]) {
    this.totals = metrics.map((judged) => ({ judged, sums: new Float64Array(judged.size) }));
  }

  /** Adds what a step gave. */
  add(outputs: HostArrays): void {
    for (const { judged, sums } of this.totals) {
      const batch = outputs[judged.name];
      if (!batch) continue;
      if (judged.measure.add) judged.measure.add(sums, batch);
      else for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? NaN) + (batch[i] ?? NaN);
    }
  }

  clear(): void {
    for (const { sums } of this.totals) sums.fill(0);
  }

  /** A metric that is a number, of everything added since the last `clear`. */
  number(name: string): number {
    for (const { judged, sums } of this.totals)
      if (judged.name === name) return Number(judged.measure.compute(sums));
    return NaN;
  }

  /** Every metric of everything added since the last `clear`. */
  figures(): Record<string, number | Matrix> {
    return Object.fromEntries(
      this.totals.map(({ judged: { name, measure }, sums }) => [name, measure.compute(sums)]),
    );
  }

  /** For a checkpoint. */
  save(): Record<string, number[]> {
    return Object.fromEntries(this.totals.map(({ judged, sums }) => [judged.name, [...sums]]));
  }

  /** Goes on where `save` was; a metric that is not in it, or is of another size, begins anew. */
  restore(saved: Readonly<Record<string, number | readonly number[]>>): void {
    for (const { judged, sums } of this.totals) {
      const values = saved[judged.name];
      if (typeof values === "object" && values.length === sums.length) sums.set(values);
    }
  }
}
