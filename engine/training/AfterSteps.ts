import type { AfterStep } from "../compiler/afterStep";
import type { Executable, Session } from "../runtime/runtime";

/** The loaded Programs that move weights after training steps; see `afterStep`. */
export class AfterSteps {
  private constructor(
    private readonly loaded: readonly { readonly every: number; readonly executable: Executable }[],
  ) {}

  static async load(session: Session, programs: readonly AfterStep[]): Promise<AfterSteps> {
    const loaded: { every: number; executable: Executable }[] = [];
    for (const { every, program } of programs)
      loaded.push({ every, executable: await session.load(program, () => undefined) });
    return new AfterSteps(loaded);
  }

  /** Queues what is due after a step (from 1), like an Executable's `run`; allocates nothing itself. */
  run(step: number, from = 0): Promise<void> | undefined {
    for (let i = from; i < this.loaded.length; i++) {
      const next = this.loaded[i];
      if (!next || step % next.every !== 0) continue;
      const wait = next.executable.run(nothing, step);
      if (wait) return wait.then(() => this.run(step, i + 1));
    }
    return undefined;
  }

  async drain(): Promise<void> {
    for (const { executable } of this.loaded) await executable.drain();
  }
}

const nothing = {};
