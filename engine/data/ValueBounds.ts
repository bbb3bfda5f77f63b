import type { PortFacts } from "./catalog/facts";

/** Computes the bounds of a stream of values, and whether all of them are whole numbers. */
export class ValueBounds {
  private low = Infinity;
  private high = -Infinity;
  private whole = true;
  private count = 0;
  private lowAt = 0;
  private highAt = 0;
  private lowLine: number | undefined;
  private highLine: number | undefined;

  /** @param sampleSize The number of values per sample. */
  constructor(private readonly sampleSize = 1) {}

  /** @param line The value's line in a file. */
  add(value: number, line?: number): void {
    if (value < this.low) {
      this.low = value;
      this.lowAt = this.count;
      this.lowLine = line;
    }
    if (value > this.high) {
      this.high = value;
      this.highAt = this.count;
      this.highLine = line;
    }
    this.count++;
    if (this.whole && !Number.isInteger(value)) this.whole = false;
  }

  addAll(values: ArrayLike<number>): this {
    for (let index = 0; index < values.length; index++) this.add(values[index] ?? 0);
    return this;
  }

  /** Empty if there were no values. */
  get facts(): Pick<PortFacts, "range" | "whole"> {
    const { low, high, whole, sampleSize, lowLine, highLine } = this;
    if (low > high) return {};
    const sampleOf = (index: number) => Math.floor(index / sampleSize);
    const places = { lowAt: sampleOf(this.lowAt), highAt: sampleOf(this.highAt) };
    const lines = lowLine !== undefined && highLine !== undefined && { lowLine, highLine };
    return { range: { low, high, ...places, ...lines }, whole };
  }
}
