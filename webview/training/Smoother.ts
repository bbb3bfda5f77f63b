/**
 * Exponential moving average with bias correction: the average of n values is divided by 1 - weight^n, as for Adam's
 * moments (Kingma & Ba 2015, section 3) and in TensorBoard's scalar charts. A value that is not finite is returned
 * unchanged and does not affect the average.
 */
export class Smoother {
  private average = 0;
  private remaining = 1;

  /** `weight` is that of the previous average, in [0, 1); 0 disables smoothing. */
  constructor(readonly weight: number) {}

  next(value: number): number {
    if (!Number.isFinite(value)) return value;
    this.average = this.average * this.weight + value * (1 - this.weight);
    this.remaining *= this.weight;
    return this.average / (1 - this.remaining);
  }
}
