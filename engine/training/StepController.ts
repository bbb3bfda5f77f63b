/** Why a run is ended from outside: a person stopped it, or its process is ending. */
export type Ending = "stopped" | "interrupted";

/**
 * Controls a training loop step by step: before each step the loop asks whether to take it, to rest or to end. What it is
 * told can be changed from outside at any time. Asking allocates nothing.
 */
export class StepController {
  /** Steps that may be taken before the loop rests. */
  private allowed = Infinity;
  private ordered: Ending | undefined;
  private closed = false;
  /** Wakes a resting loop. */
  private wake: (() => void) | undefined;
  /** Resolve the promises of `step`. */
  private waiting: (() => void)[] = [];

  /** Why the run was told to end; undefined if it was not. */
  get ending(): Ending | undefined {
    return this.ordered;
  }

  /** Whether the loop is resting, or will before its next step. */
  get isPaused(): boolean {
    return this.allowed === 0;
  }

  /** Makes the loop rest before its next step. */
  pause(): void {
    if (this.ordered === undefined) this.allowed = 0;
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

  /** Ends the loop before its next step; false if it was already told to end. */
  end(ending: Ending): boolean {
    if (this.ordered !== undefined) return false;
    this.allow(Infinity);
    this.ordered = ending;
    return true;
  }

  /** What the loop must do next; a step counts as taken. */
  next(): "step" | "rest" | "end" {
    if (this.ordered !== undefined) return "end";
    if (this.allowed === 0) return "rest";
    this.allowed--;
    return "step";
  }

  /** Called by the loop when it rests: resolves as soon as there is something else to do. */
  async rest(): Promise<void> {
    // Steps requested in the meantime have not been taken yet.
    if (!this.isPaused) return;
    this.answer();
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  /** Called when the loop has ended, however it did: no more steps are taken. */
  close(): void {
    this.closed = true;
    this.answer();
  }

  private allow(steps: number): void {
    if (this.ordered !== undefined) return;
    this.allowed = steps;
    this.wake?.();
    this.wake = undefined;
  }

  private answer(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
