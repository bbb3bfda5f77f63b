/** A growing list of numbers in one typed array. */
export class Column {
  private values = new Float32Array(1024);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** Null is what JSON makes of NaN and infinity. */
  push(value: number | null | undefined): void {
    if (this.used === this.values.length) {
      const grown = new Float32Array(this.used * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.used++] = value ?? NaN;
  }

  truncate(length: number): void {
    this.used = Math.min(this.used, length);
  }

  at(index: number): number {
    return index < this.used ? (this.values[index] ?? NaN) : NaN;
  }

  /** NaN where one of them is. */
  meanOfLast(count: number): number {
    const last = this.values.subarray(Math.max(0, this.used - count), this.used);
    return last.reduce((sum, value) => sum + value, 0) / last.length;
  }

  /** Six digits, which is all that a chart shows and half of what JSON would write. */
  slice(from: number, to: number): number[] {
    return Array.from(this.values.subarray(from, Math.min(to, this.used)), (value) =>
      Number(value.toPrecision(6)),
    );
  }

  /** Means of at most `count` equal parts, without what is not finite. */
  thinned(count: number): number[] {
    const parts = Math.min(count, this.used);
    return Array.from({ length: parts }, (_, part) => {
      let sum = 0;
      let finite = 0;
      const end = Math.floor(((part + 1) * this.used) / parts);
      for (let index = Math.floor((part * this.used) / parts); index < end; index++) {
        const value = this.values[index] ?? NaN;
        if (Number.isFinite(value)) {
          sum += value;
          finite++;
        }
      }
      return Number((sum / finite).toPrecision(6));
    });
  }
}
