/**
 * A quantity over the whole run in bounded room: when full, every second entry goes, and from then on only every second
 * newcomer is kept. The newest is always there.
 */
export class Trace<T> {
  private kept: T[] = [];
  private newest: T | undefined;
  private stride = 1;
  private count = 0;

  /** `capacity` is even. */
  constructor(private readonly capacity: number) {}

  push(entry: T): void {
    if (this.count % this.stride === 0) {
      if (this.kept.length === this.capacity) {
        this.kept = this.kept.filter((_, index) => index % 2 === 0);
        this.stride *= 2;
      }
      this.kept.push(entry);
    }
    this.newest = entry;
    this.count++;
  }

  /** Oldest first; at most one more than the capacity. */
  get entries(): readonly T[] {
    const { kept, newest } = this;
    return newest === undefined || kept.at(-1) === newest ? kept : [...kept, newest];
  }
}
