import type { CheckpointName } from "../../runFolder/runPaths";
import { readCursor, saveCheckpoint, type Cursor } from "../checkpoint";
import { removeCheckpoint, removeStepCheckpointsAfter, thinStepCheckpoints } from "../stepCheckpoints";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";
import { savedSchedules } from "./LearningRateSchedule";
import type { NotFiniteGuard } from "./NotFiniteGuard";

/**
 * `last` is written at least this often, and at the end of an epoch unless it was written just before; milliseconds.
 */
const saveEvery = 30_000;
const savePause = 2_000;

/**
 * Saves the checkpoint of the best epoch, and the last one: periodically, when the run rests, and at its end.
 * Optionally keeps checkpoints by step as well.
 */
export class Checkpoints implements Callback {
  /** When `last` was written. */
  private saved = performance.now();
  /** The number of checkpoints to keep by step, and the steps between them; 0 for none. */
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

  /** Saves before the first step, so that the run can be resumed from the start. */
  start(): Promise<void> {
    if (this.run.opened.origin.wentBack) return this.removeLater();
    return this.run.step === 0 ? this.save("last") : this.run.record();
  }

  afterStep(step: number, now: number): Promise<void> | undefined {
    if (this.every > 0 && step % this.every === 0) return this.saveStep(step);
    return now - this.saved > saveEvery ? this.save("last") : undefined;
  }

  async epoch({ isBest }: EpochResult): Promise<void> {
    if (isBest) await this.save("best");
    if (performance.now() - this.saved > savePause) await this.save("last");
  }

  rest(): Promise<void> {
    return this.save("last");
  }

  end(): Promise<void> {
    return this.save("last");
  }

  /**
   * Removes the checkpoints of later steps, for a run that goes back to this one. The last checkpoint is replaced at
   * the end: if this is interrupted, the folder is still that of the earlier run, with fewer checkpoints.
   */
  private async removeLater(): Promise<void> {
    const { path, step, opened } = this.run;
    await removeStepCheckpointsAfter(path, step);
    const best = opened.folder.checkpoint("best");
    const cursor = await readCursor(best, opened.plan.storage).catch(() => undefined);
    if (!cursor || cursor.step > step) await removeCheckpoint(best);
    await this.save("last");
  }

  private async saveStep(step: number): Promise<void> {
    await this.save(step);
    await thinStepCheckpoints(this.run.path, this.keep);
  }

  /** Saves everything. If a value is no longer finite, leaves the last good checkpoint and throws the run's error. */
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
      ...(plan.typed.graph.training.patience !== undefined && { sinceBest: run.sinceBest }),
      ...savedSchedules(plan),
    };
    // The weights may not be finite even if the loss still is.
    if (!(await saveCheckpoint(file, plan.storage, plan.storage, cursor))) await guard.fail(run.step + 1);
    if (name === "last") this.saved = performance.now();
    await run.record();
    const kind = typeof name === "number" ? "step" : name;
    run.send({ event: "checkpoint", run: run.path, step: run.step, kind, file });
  }
}
