/** How long to wait for a page to take a message: one that is hidden meanwhile may never do so. */
const patience = 5000;

/**
 * Runs `action` at most once per `milliseconds`: soon after a request that follows a quiet period, otherwise at the end of
 * the interval. If it returns a promise, not before that has settled: a window that is busy gets fewer messages instead of
 * a queue in which new ones wait for minutes.
 */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;
  /** Counts the runs, so that one that is given up does not end a later one. */
  private run = 0;
  private isBusy = false;
  private isWanted = false;

  constructor(
    private readonly milliseconds: number,
    private readonly action: () => unknown,
  ) {}

  request(): void {
    if (this.isBusy) {
      this.isWanted = true;
      return;
    }
    this.timer ??= setTimeout(
      () => this.act(),
      Math.max(0, this.last + this.milliseconds - performance.now()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    // What is still on its way asks for nothing more.
    this.run++;
  }

  private act(): void {
    this.timer = undefined;
    this.last = performance.now();
    const done = this.action();
    if (!isPromise(done)) return;
    const run = ++this.run;
    const end = () => {
      if (this.run === run && this.isBusy) this.free();
    };
    this.isBusy = true;
    this.timer = setTimeout(end, patience);
    done.then(end, end);
  }

  private free(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isBusy = false;
    if (this.isWanted) {
      this.isWanted = false;
      this.request();
    }
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}
