import { saveCheckpoint, type Cursor } from "../checkpoint";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";
import type { NotFiniteGuard } from "./NotFiniteGuard";

/** `last` is written at least this often, and at the end of an epoch unless it was written just before; milliseconds. */
const saveEvery = 30_000;
const savePause = 2_000;

/** Writes the checkpoint of the best epoch, and the last one: from time to time, when the run rests, and at its end. */
export class Checkpoints implements Callback {
  /** When `last` was written. */
  private saved = performance.now();

  constructor(
    private readonly run: TrainingRun,
    private readonly guard: NotFiniteGuard,
  ) {}

  /** A run can be resumed from the very beginning. */
  start(): Promise<void> {
    return this.run.step === 0 ? this.save("last") : this.run.record();
  }

  afterStep(_step: number, now: number): Promise<void> | undefined {
    return now - this.saved > saveEvery ? this.save("last") : undefined;
  }

  async epoch({ step, loss }: EpochResult): Promise<void> {
    if (loss < (this.run.best?.loss ?? Infinity)) {
      this.run.best = { step, loss };
      await this.save("best");
    }
    if (performance.now() - this.saved > savePause) await this.save("last");
  }

  rest(): Promise<void> {
    return this.save("last");
  }

  end(): Promise<void> {
    return this.save("last");
  }

  /** Saves everything. Throws the run's error, and keeps the last good checkpoint, if the run is no longer finite. */
  private async save(kind: "best" | "last"): Promise<void> {
    const { run, guard } = this;
    const { steps, folder, plan } = run.opened;
    await steps.drain();
    await guard.check();
    const file = folder.checkpoint(kind);
    const cursor: Cursor = {
      step: run.step,
      ...run.log.save(),
      seconds: run.throughput.seconds,
      best: run.best,
      schedule: plan.learningRate.state,
    };
    // The weights are not finite, even if the loss does not show it yet.
    if (!(await saveCheckpoint(file, plan.session, plan.compiled.program, cursor)))
      await guard.fail(run.step + 1);
    if (kind === "last") this.saved = performance.now();
    await run.record();
    run.send({ event: "checkpoint", run: run.path, step: run.step, kind, file });
  }
}
