/** Some 150 in a million steps, dense where a run begins. */
const growth = 1.1;

/** Chooses steps whose number grows by a factor from one to the next, of those that are offered in their order. */
export class GrowingGaps {
  private next = 0;

  takes(step: number): boolean {
    if (step < this.next) return false;
    this.next = Math.ceil(step * growth);
    return true;
  }
}
