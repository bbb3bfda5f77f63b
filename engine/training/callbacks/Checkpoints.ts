import type { CheckpointName } from "../../runFolder/runPaths";
import { readCursor, saveCheckpoint, type Cursor } from "../checkpoint";
import { removeCheckpoint, removeStepCheckpointsAfter, thinStepCheckpoints } from "../stepCheckpoints";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";
import type { NotFiniteGuard } from "./NotFiniteGuard";

/** `last` is written at least this often, and at the end of an epoch unless it was written just before; milliseconds. */
const saveEvery = 30_000;
const savePause = 2_000;

/**
 * Writes the checkpoint of the best epoch, and the last one: from time to time, when the run rests, and at its end. If
 * asked to, keeps some by step as well.
 */
export class Checkpoints implements Callback {
  /** When `last` was written. */
  private saved = performance.now();
  /** How many are kept by step, and the steps between two; 0: none. */
  private readonly keep: number;
  private readonly every: number;

  constructor(
    private readonly run: TrainingRun,
    private readonly guard: NotFiniteGuard,
  ) {
    const { options, steps } = run.opened.plan;
    const { keep = 0, every = Math.ceil(steps / keep) } = options.checkpoints ?? {};
    this.keep = keep;
    this.every = keep > 0 ? every : 0;
  }

  /** A run can be resumed from the very beginning. */
  start(): Promise<void> {
    if (this.run.opened.origin.wentBack) return this.giveUpLater();
    return this.run.step === 0 ? this.save("last") : this.run.record();
  }

  afterStep(step: number, now: number): Promise<void> | undefined {
    if (this.every > 0 && step % this.every === 0) return this.saveStep(step);
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

  /**
   * Makes the folder that of a run that has gone no further than this step. The last checkpoint changes at the end: if this
   * is cut off, the folder is that of the course so far, with some checkpoints fewer.
   */
  private async giveUpLater(): Promise<void> {
    const { path, step, opened } = this.run;
    await removeStepCheckpointsAfter(path, step);
    const best = opened.folder.checkpoint("best");
    const of = await readCursor(best, opened.plan.compiled.program).catch(() => undefined);
    if (!of || of.step > step) await removeCheckpoint(best);
    await this.save("last");
  }

  private async saveStep(step: number): Promise<void> {
    await this.save(step);
    await thinStepCheckpoints(this.run.path, this.keep);
  }

  /** Saves everything. Throws the run's error, and keeps the last good checkpoint, if the run is no longer finite. */
  private async save(name: CheckpointName): Promise<void> {
    const { run, guard } = this;
    const { steps, folder, plan } = run.opened;
    await steps.drain();
    await guard.check();
    const file = folder.checkpoint(name);
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
    if (name === "last") this.saved = performance.now();
    await run.record();
    const kind = typeof name === "number" ? "step" : name;
    run.send({ event: "checkpoint", run: run.path, step: run.step, kind, file });
  }
}
