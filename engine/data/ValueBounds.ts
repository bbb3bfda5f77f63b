import type { PortFacts } from "../graph/typedGraph";

/** The bounds of values that come one after the other, and whether all of them are whole. */
export class ValueBounds {
  private low = Infinity;
  private high = -Infinity;
  private whole = true;

  add(value: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
    if (this.whole && !Number.isInteger(value)) this.whole = false;
  }

  addAll(values: ArrayLike<number>): this {
    for (let index = 0; index < values.length; index++) this.add(values[index] ?? 0);
    return this;
  }

  /** Nothing for no values. */
  get facts(): Pick<PortFacts, "range" | "whole"> {
    return this.low > this.high ? {} : { range: { low: this.low, high: this.high }, whole: this.whole };
  }
}
