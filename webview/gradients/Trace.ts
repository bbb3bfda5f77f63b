/**
 * A quantity over the whole run in bounded memory. When it is full, every second entry is dropped, and from then on only
 * every second new one is stored. The newest entry is always included.
 */
export class Trace<T> {
  /** Oldest first, at most one more than the capacity; every push makes a new list. */
  entries: readonly T[] = [];
  private stored: readonly T[] = [];
  private stride = 1;
  private count = 0;

  /** `capacity` must be even. */
  constructor(private readonly capacity: number) {}

  push(entry: T): void {
    const isStored = this.count % this.stride === 0;
    if (isStored) {
      if (this.stored.length === this.capacity) {
        this.stored = this.stored.filter((_, index) => index % 2 === 0);
        this.stride *= 2;
      }
      this.stored = [...this.stored, entry];
    }
    this.entries = isStored ? this.stored : [...this.stored, entry];
    this.count++;
  }
}
