import type { Program } from "../compiler/program";
import type { Batch } from "../data/batch";
import type { HostArrays } from "../tensor/hostArrays";
import { LazyExecutable } from "../runtime/LazyExecutable";
import type { Executable, Session } from "../runtime/runtime";
import type { Run } from "./Timetable";
import type { TrainingPart } from "./TrainingPlan";

export type OnRun = (step: number, outputs: HostArrays, part: TrainingPart) => void;

/** The loaded Programs of training steps, sharing one session's state: the steps themselves, or their statistics. */
export class StepRunner {
  /** @param executables Indexed by `indexOf`. */
  private constructor(private readonly executables: readonly (Executable | undefined)[]) {}

  /**
   * Loads the Programs of full batches. That of the smaller last one waits for its turn, unless it has state of its own:
   * checkpoints are written into state.
   */
  static async load(
    session: Session,
    parts: readonly TrainingPart[],
    programOf: (part: TrainingPart) => Program,
    onRun: OnRun,
  ): Promise<StepRunner> {
    const executables: (Executable | undefined)[] = [];
    const state = new Set<string>();
    for (const part of parts) {
      const program = programOf(part);
      const load = () =>
        session.load(program, (step, outputs) => {
          onRun(step, outputs, part);
        });
      const canWait = part.index > 0 && program.state.every(({ name }) => state.has(name));
      executables[indexOf(part.objective, part.updates, part.index)] = canWait
        ? new LazyExecutable(load)
        : await load();
      for (const { name } of program.state) state.add(name);
    }
    return new StepRunner(executables);
  }

  /** Queues one run of a step (from 1) on a batch, like an Executable's `run`. Does nothing if it was not loaded. */
  run({ part, feeds }: Batch, step: number, { objective, updates }: Run): Promise<void> | undefined {
    return this.executables[indexOf(objective, updates, part)]?.run(feeds, step);
  }

  async drain(): Promise<void> {
    for (const executable of this.executables) await executable?.drain();
  }
}

function indexOf(objective: number, updates: boolean, part: number): number {
  return 4 * objective + (updates ? 0 : 2) + part;
}
