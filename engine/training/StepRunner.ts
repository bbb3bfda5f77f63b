import type { Program } from "../compiler/program";
import type { Batch } from "../data/batch";
import type { HostArrays } from "../tensor/hostArrays";
import type { Executable, Session } from "../runtime/runtime";
import type { Run } from "./Timetable";
import type { TrainingPart } from "./TrainingPlan";

export type OnRun = (step: number, outputs: HostArrays, part: TrainingPart) => void;

/** The loaded Programs of training steps, sharing one session's state: the steps themselves, or their statistics. */
export class StepRunner {
  /** @param executables Indexed by `indexOf`. */
  private constructor(private readonly executables: readonly (Executable | undefined)[]) {}

  static async load(
    session: Session,
    parts: readonly TrainingPart[],
    programOf: (part: TrainingPart) => Program,
    onRun: OnRun,
  ): Promise<StepRunner> {
    const executables: (Executable | undefined)[] = [];
    for (const part of parts) {
      const executable = await session.load(programOf(part), (step, outputs) => {
        onRun(step, outputs, part);
      });
      executables[indexOf(part.objective, part.updates, part.index)] = executable;
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
