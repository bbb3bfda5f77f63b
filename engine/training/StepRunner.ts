import type { Program } from "../compiler/program";
import type { Batch } from "../data/batch";
import type { HostArrays } from "../tensor/hostArrays";
import type { Tally } from "../compiler/tally";
import type { Executable, Session } from "../runtime/runtime";
import type { TrainingPart } from "./TrainingPlan";

export type OnStep = (step: number, outputs: HostArrays, tally: Tally) => void;

/** A loaded Program for each batch size, sharing one session's state: training steps, or their statistics. */
export class StepRunner {
  /** @param executables Indexed by a batch's `part`. */
  private constructor(private readonly executables: readonly Executable[]) {}

  static async load(
    session: Session,
    parts: readonly TrainingPart[],
    programOf: (part: TrainingPart) => Program,
    onStep: OnStep,
  ): Promise<StepRunner> {
    const executables: Executable[] = [];
    for (const part of parts) {
      const { tally } = part.compiled;
      const executable = await session.load(programOf(part), (step, outputs) => {
        onStep(step, outputs, tally);
      });
      executables.push(executable);
    }
    return new StepRunner(executables);
  }

  /** Queues a step (from 1) on a batch, like an Executable's `run`. */
  run({ part, feeds }: Batch, step: number): Promise<void> | undefined {
    return this.executables[part]?.run(feeds, step);
  }

  async drain(): Promise<void> {
    for (const executable of this.executables) await executable.drain();
  }
}
