/**
 * Why a run ends before its last step: the user stopped it, its process is exiting, or a callback found that it is done.
 */
export type Ending = "stopped" | "interrupted" | "completed";

/**
 * Controls a training loop step by step: before each step, the loop asks whether to take it, to rest or to end. The
 * answer can be changed from outside at any time. `next` allocates nothing.
 */
export class StepController {
  /** Steps that may be taken before the loop rests. */
  private allowed = Infinity;
  private requestedEnd: Ending | undefined;
  private closed = false;
  /** Wakes a resting loop. */
  private wake: (() => void) | undefined;
  /** Resolve the promises of `step`. */
  private waiting: (() => void)[] = [];

  /** Why the run was asked to end; undefined if it was not. */
  get ending(): Ending | undefined {
    return this.requestedEnd;
  }

  /** Whether the loop is resting, or will before its next step. */
  get isPaused(): boolean {
    return this.allowed === 0;
  }

  /** Makes the loop rest before its next step. */
  pause(): void {
    if (this.requestedEnd === undefined) this.allowed = 0;
  }

  /** Lets the loop take all remaining steps. */
  resume(): void {
    this.allow(Infinity);
  }

  /** Lets the loop take `count` more steps and then rest; resolves once it rests or has ended. */
  step(count: number): Promise<void> {
    this.allow(count + (Number.isFinite(this.allowed) ? this.allowed : 0));
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  /** Ends the loop before its next step; false if it was already asked to end. */
  end(ending: Ending): boolean {
    if (this.requestedEnd !== undefined) return false;
    this.allow(Infinity);
    this.requestedEnd = ending;
    return true;
  }

  /** What the loop must do next. If it is a step, the step counts as taken. */
  next(): "step" | "rest" | "end" {
    if (this.requestedEnd !== undefined) return "end";
    if (this.allowed === 0) return "rest";
    this.allowed--;
    return "step";
  }

  /** Called by the loop when it rests; resolves as soon as it must do something else. */
  async rest(): Promise<void> {
    // Steps requested in the meantime have not been taken yet.
    if (!this.isPaused) return;
    this.resolveWaiting();
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  /** Called when the loop has ended for whatever reason: no more steps are taken. */
  close(): void {
    this.closed = true;
    this.resolveWaiting();
  }

  private allow(steps: number): void {
    if (this.requestedEnd !== undefined) return;
    this.allowed = steps;
    this.wake?.();
    this.wake = undefined;
  }

  private resolveWaiting(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
