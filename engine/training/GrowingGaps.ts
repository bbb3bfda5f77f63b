/** Selects about 150 of a million steps, most of them early in the run. */
const growth = 1.1;

/** Selects steps at gaps that grow in proportion to the step number. Steps are offered in ascending order. */
export class GrowingGaps {
  private next = 0;

  takes(step: number): boolean {
    if (step < this.next) return false;
    this.next = Math.ceil(step * growth);
    return true;
  }
}
