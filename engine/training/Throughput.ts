/** Measures steps per second over the last few seconds, and the time spent training; both without pauses. */
export class Throughput {
  /** Training time up to the last step, in seconds. */
  seconds = 0;
  private readonly marks: { step: number; seconds: number }[] = [];
  private last: number | undefined;

  /** Starts the clock; call it when the run starts and when a pause ends. */
  start(milliseconds: number): void {
    this.last = milliseconds;
    this.marks.length = 0;
  }

  mark(step: number, milliseconds: number): void {
    if (this.last !== undefined) this.seconds += (milliseconds - this.last) / 1000;
    this.last = milliseconds;
    this.marks.push({ step, seconds: this.seconds });
    while (this.marks.length > 2 && this.seconds - (this.marks[0]?.seconds ?? 0) > 3) this.marks.shift();
  }

  /** 0 until it is known. */
  get stepsPerSecond(): number {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || !last || last.seconds <= first.seconds) return 0;
    return (last.step - first.step) / (last.seconds - first.seconds);
  }
}
