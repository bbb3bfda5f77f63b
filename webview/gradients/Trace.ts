/**
 * A quantity over the whole run in bounded room: when full, every second entry goes, and from then on only every second
 * newcomer is kept. The newest is always there.
 */
export class Trace<T> {
  /** Oldest first, at most one more than the capacity; every push gives another list. */
  entries: readonly T[] = [];
  private kept: readonly T[] = [];
  private stride = 1;
  private count = 0;

  /** `capacity` is even. */
  constructor(private readonly capacity: number) {}

  push(entry: T): void {
    const stays = this.count % this.stride === 0;
    if (stays) {
      if (this.kept.length === this.capacity) {
        this.kept = this.kept.filter((_, index) => index % 2 === 0);
        this.stride *= 2;
      }
      this.kept = [...this.kept, entry];
    }
    this.entries = stays ? this.kept : [...this.kept, entry];
    this.count++;
  }
}
