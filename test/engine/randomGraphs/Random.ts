/** mulberry32: small and seeded, so that a failing graph can be drawn again. */
export class Random {
  constructor(private state: number) {}

  /** A uniform random number in [0, 1). */
  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  }

  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  one<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new RangeError("nothing to choose from");
    return chosen;
  }

  /** One of a list, the last ones more often. */
  recent<T>(list: readonly T[]): T {
    return this.one(this.chance(0.5) ? list.slice(-2) : list);
  }
}
