/**
 * Runs `action` at most once per `milliseconds`: soon after a request that follows a quiet period, otherwise at the end of
 * the interval.
 */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private last = 0;

  constructor(
    private readonly milliseconds: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.last = performance.now();
        this.action();
      },
      Math.max(0, this.last + this.milliseconds - performance.now()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
