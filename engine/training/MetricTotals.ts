import type { MetricOutput } from "../compiler/appendMetrics";
import type { HostArrays } from "../tensor/hostArrays";
import type { Matrix } from "../metrics/metric";

/**
 * Accumulates metrics over any number of batches, in float64, so that counts stay exact far beyond the range of
 * float32. The results are those of one batch of all their rows.
 */
export class MetricTotals {
  private readonly totals: readonly { readonly output: MetricOutput; readonly sums: Float64Array }[];

  constructor(metrics: readonly MetricOutput[]) {
    this.totals = metrics.map((output) => ({ output, sums: new Float64Array(output.size) }));
  }

  /** Adds a step's outputs. */
  add(outputs: HostArrays): void {
    for (const { output, sums } of this.totals) {
      const batch = outputs[output.name];
      if (!batch) continue;
      if (output.measure.add) output.measure.add(sums, batch);
      else for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? NaN) + (batch[i] ?? NaN);
    }
  }

  clear(): void {
    for (const { sums } of this.totals) sums.fill(0);
  }

  /** The value of a scalar metric over everything added since the last `clear`. */
  computeNumber(name: string): number {
    for (const { output, sums } of this.totals)
      if (output.name === name) return Number(output.measure.compute(sums));
    return NaN;
  }

  /** The value of every metric over everything added since the last `clear`. */
  compute(): Record<string, number | Matrix> {
    return Object.fromEntries(
      this.totals.map(({ output: { name, measure }, sums }) => [name, measure.compute(sums)]),
    );
  }

  /** For a checkpoint. */
  save(): Record<string, number[]> {
    return Object.fromEntries(this.totals.map(({ output, sums }) => [output.name, [...sums]]));
  }

  /** Continues from what `save` returned. A metric that is missing from it or has another size starts from zero. */
  restore(saved: Readonly<Record<string, number | readonly number[]>>): void {
    for (const { output, sums } of this.totals) {
      const values = saved[output.name];
      if (typeof values === "object" && values.length === sums.length) sums.set(values);
    }
  }
}
