/** A list of numbers that grows at its end, kept in one typed array so that a long run stays small and quick to scan. */
export class Column {
  private values = new Float64Array(1024);
  private size = 0;

  get length(): number {
    return this.size;
  }

  /** NaN past the end. */
  get(index: number): number {
    return index < this.size ? (this.values[index] ?? NaN) : NaN;
  }

  get last(): number {
    return this.get(this.size - 1);
  }

  push(value: number): void {
    if (this.size === this.values.length) {
      const grown = new Float64Array(this.size * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.size++] = value;
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    this.size = Math.min(this.size, length);
  }

  /** The numbers so far, without a copy: valid until the next push. */
  view(from = 0, to = this.size): Float64Array {
    return this.values.subarray(from, to);
  }

  /** Index of the first element that is at least `value`, where the list is in ascending order; `length` if none is. */
  lowerBound(value: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.values[middle] ?? Infinity) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
