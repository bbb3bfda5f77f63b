import type { PortFacts } from "./catalog/facts";

/** The bounds of values that come one after the other, and whether all of them are whole. */
export class ValueBounds {
  private low = Infinity;
  private high = -Infinity;
  private whole = true;
  private count = 0;
  private lowAt = 0;
  private highAt = 0;
  private lowLine: number | undefined;
  private highLine: number | undefined;

  /** `sampleSize`: how many of them one sample has. */
  constructor(private readonly sampleSize = 1) {}

  /** `line`: where in a file it stands. */
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

  /** Nothing for no values. */
  get facts(): Pick<PortFacts, "range" | "whole"> {
    const { low, high, whole, sampleSize, lowLine, highLine } = this;
    if (low > high) return {};
    const sampleOf = (index: number) => Math.floor(index / sampleSize);
    const places = { lowAt: sampleOf(this.lowAt), highAt: sampleOf(this.highAt) };
    const lines = lowLine !== undefined && highLine !== undefined && { lowLine, highLine };
    return { range: { low, high, ...places, ...lines }, whole };
  }
}
