import { window } from "../ObjectiveLog";

/** Of how many episodes the mean is followed. */
const many = 100;

/** The returns of the episodes that a network has finished in training. */
export class Returns {
  /** The last ones, each in the place of its number. */
  private readonly recent = new Float64Array(many);
  /** How many episodes have ended, and of the current epoch how many and the sum of their returns. */
  private ended = 0;
  private epochEnded = 0;
  private epochSum = 0;
  /** At each step. */
  private readonly last = new Float64Array(window).fill(NaN);
  private readonly mean = new Float64Array(window).fill(NaN);

  get episodes(): number {
    return this.ended;
  }

  /** Adds the return of the next episode that ended. */
  add(sum: number): void {
    this.recent[this.ended % many] = sum;
    this.ended++;
    this.epochEnded++;
    this.epochSum += sum;
  }

  /** Writes down how it is before a training step (from 1). */
  mark(step: number): void {
    this.last[step % window] = this.ended === 0 ? NaN : (this.recent[(this.ended - 1) % many] ?? NaN);
    this.mean[step % window] = this.meanOfRecent();
  }

  /** At each of some steps the return of the last episode that had ended, and the mean of the last 100. */
  take(first: number, end: number): Record<string, number[]> {
    const read = (values: Float64Array) =>
      Array.from({ length: end - first }, (_, i) => values[(first + i) % window] ?? NaN);
    return { return: read(this.last), return100: read(this.mean) };
  }

  /** The mean of the episodes that ended in the epoch, and of the last 100; then begins the next epoch. */
  takeEpoch(): Record<string, number> {
    const mean = this.epochEnded === 0 ? NaN : this.epochSum / this.epochEnded;
    this.epochEnded = 0;
    this.epochSum = 0;
    return { return: mean, return100: this.meanOfRecent() };
  }

  /** How many numbers `save` gives. */
  static readonly size = 3 + many;

  /** For a checkpoint. */
  save(): number[] {
    return [this.ended, this.epochEnded, this.epochSum, ...this.recent];
  }

  /** Continues from what `save` returned. Throws a RangeError for numbers that it cannot have returned. */
  restore([ended = NaN, epochEnded = NaN, epochSum = NaN, ...recent]: readonly number[]): void {
    if (!isCount(ended) || !isCount(epochEnded) || epochEnded > ended || recent.length !== many)
      throw new RangeError("these are no returns");
    this.ended = ended;
    this.epochEnded = epochEnded;
    this.epochSum = epochSum;
    this.recent.set(recent);
  }

  private meanOfRecent(): number {
    const count = Math.min(this.ended, many);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.recent[i] ?? NaN;
    return count === 0 ? NaN : sum / count;
  }
}

/** Whether something can have happened that often. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
