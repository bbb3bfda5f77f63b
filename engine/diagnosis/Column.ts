type Numbers = Float32Array | Float64Array;

/** A growable list of numbers in one typed array, which keeps a long run compact and quick to scan. */
export class NumberColumn<N extends Numbers> {
  private values: N;
  private size = 0;

  constructor(private readonly allocate: (length: number) => N) {
    this.values = allocate(1024);
  }

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
      const grown = this.allocate(this.size * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.size++] = value;
  }

  /** Drops everything from index `length` on. */
  truncate(length: number): void {
    this.size = Math.min(this.size, length);
  }

  /** The numbers from index `from` to before `to`, not copied: valid until the next push. */
  view(from = 0, to = this.size): N {
    return this.values.subarray(from, Math.min(to, this.size)) as N;
  }

  /** Index of the first element that is at least `value`, in an ascending list; `length` if none is. */
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

/** Numbers in full float64 precision. */
export class Column extends NumberColumn<Float64Array> {
  constructor() {
    super((length) => new Float64Array(length));
  }
}

/** Numbers in float32: half the memory, and seven digits are enough for charts. */
export class ChartColumn extends NumberColumn<Float32Array> {
  constructor() {
    super((length) => new Float32Array(length));
  }
}
