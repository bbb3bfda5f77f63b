/**
 * Exponential moving average without the pull towards zero at the start: the average of n values is divided by
 * 1 - weight^n, as Adam's moments are (Kingma & Ba 2015, section 3) and as TensorBoard's scalar charts do. A value
 * that is not finite comes back as it is and leaves the average alone.
 */
export class Smoother {
  private average = 0;
  private remaining = 1;

  /** `weight` of what came before, in [0, 1); 0 changes nothing. */
  constructor(readonly weight: number) {}

  next(value: number): number {
    if (!Number.isFinite(value)) return value;
    this.average = this.average * this.weight + value * (1 - this.weight);
    this.remaining *= this.weight;
    return this.average / (1 - this.remaining);
  }
}
