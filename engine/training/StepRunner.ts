import type { Program } from "../compiler/program";
import type { HostArrays } from "../tensor/hostArrays";
import type { Tally } from "../compiler/tally";
import type { Executable, Session } from "../runtime/runtime";
import type { TrainingPart } from "./TrainingPlan";

export type OnStep = (step: number, outputs: HostArrays, tally: Tally) => void;

/** A Program for each size of batch, loaded on one session's state: training steps, or their statistics. */
export class StepRunner {
  private constructor(private readonly executables: ReadonlyMap<TrainingPart, Executable>) {}

  static async load(
    session: Session,
    parts: readonly TrainingPart[],
    programOf: (part: TrainingPart) => Program,
    onStep: OnStep,
  ): Promise<StepRunner> {
    const executables = new Map<TrainingPart, Executable>();
    for (const part of parts) {
      const { tally } = part.compiled;
      const executable = await session.load(programOf(part), (step, outputs) => {
        onStep(step, outputs, tally);
      });
      executables.set(part, executable);
    }
    return new StepRunner(executables);
  }

  /** Queues a step (from 1) on what `part` is fed with; as an Executable's `run`. */
  run(part: TrainingPart, step: number): Promise<void> | undefined {
    return this.executables.get(part)?.run(part.feeds, step);
  }

  async drain(): Promise<void> {
    for (const executable of this.executables.values()) await executable.drain();
  }
}
