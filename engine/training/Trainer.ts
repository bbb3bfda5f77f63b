import type { Batch } from "../data/batch";
import type { Problem } from "../graph/problem";
import type { EndEvent, RunEvent } from "../run/events";
import type { TrainOptions } from "../run/options";
import { trainingCallbacks, type Callback } from "./callbacks";
import { describeError } from "./describeError";
import { resumedFromBest } from "./errors";
import { openRun } from "./openRun";
import { startEvent } from "./describeRun";
import type { Ending } from "./StepController";
import type { Run } from "./Timetable";
import { TrainingRun } from "./TrainingRun";

/** Opens a training run, takes its steps under the controller, calls the callbacks, and closes the run. */
export class Trainer {
  private readonly callbacks: readonly Callback[];
  private readonly beforeStep: readonly Pick<Required<Callback>, "beforeStep">[];
  private readonly afterStep: readonly Pick<Required<Callback>, "afterStep">[];

  private constructor(private readonly state: TrainingRun) {
    this.callbacks = trainingCallbacks(state);
    this.beforeStep = this.callbacks.filter(has("beforeStep"));
    this.afterStep = this.callbacks.filter(has("afterStep"));
  }

  /** Opens a run, as `openRun` does. */
  static async open(
    options: TrainOptions,
    emit: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<Trainer> {
    return new Trainer(new TrainingRun(await openRun(options, emit, signal), emit));
  }

  /** The run folder's absolute path. */
  get run(): string {
    return this.state.path;
  }

  /** Warnings about the model. */
  get warnings(): readonly Problem[] {
    return this.state.opened.plan.warnings;
  }

  /** Trains to the end, a stop or a failure, and closes everything. Never throws: an error is part of the event. */
  async train(): Promise<EndEvent> {
    const { state, run } = this;
    const { origin, plan } = state.opened;
    let end: EndEvent;
    try {
      state.send(startEvent(state.opened, state.step));
      if (origin.lastUnusable !== undefined)
        state.warn("not-the-last", resumedFromBest(state.step, origin.lastUnusable));
      await this.call("start");
      await this.loop();
      await this.call("end");
      const status = state.step < plan.steps ? (state.controller.ending ?? "completed") : "completed";
      await state.record(status);
      const { reason } = state;
      end = { event: "end", run, status, step: state.step, ...(reason !== undefined && { reason }) };
    } catch (error) {
      const description = describeError(error);
      end = { event: "end", run, status: "failed", step: state.step, error: description };
      await state.record("failed", description).catch(() => undefined);
    }
    return this.close(end);
  }

  /** Saves everything and rests before the next step. */
  pause(): void {
    this.state.controller.pause();
  }

  resume(): void {
    this.state.controller.resume();
  }

  /**
   * Takes `count` steps and rests again; only while `train` is in progress. Resolves with the number of steps done so
   * far once their results have been reported, or the run has ended.
   */
  async step(count = 1): Promise<number> {
    await this.state.controller.step(count);
    return this.state.step;
  }

  /** Ends the run after the current step; `train` then saves and resolves. */
  stop(ending: Exclude<Ending, "completed"> = "stopped"): void {
    if (this.state.controller.end(ending)) this.status("stopping");
  }

  /** Sets the number of steps between gradient statistics from now on; 0 for none. */
  watch(every: number): void {
    const { statistics, step } = this.state;
    statistics.every = every;
    statistics.next = step;
  }

  /** Whether to report panels from now on. */
  showPanels(watched: boolean): void {
    this.state.panels.watched = watched;
  }

  private async loop(): Promise<void> {
    const { state } = this;
    const { controller, throughput } = state;
    const { plan, steps, after: afterSteps } = state.opened;
    const { timetable } = plan;
    throughput.start(performance.now());
    while (state.step < plan.steps) {
      const next = controller.next();
      if (next === "end") break;
      if (next === "rest") {
        await this.rest();
        continue;
      }
      const done = state.step;
      const { runs } = timetable.stageOf(done);
      for (let i = 0; i < runs.length; i++) {
        const run = runs[i];
        if (!run) break;
        const read = plan.batch(done, i);
        const batch = read instanceof Promise ? await read : read;
        const before = run.first ? this.callBeforeStep(batch, done, run) : undefined;
        if (before) await before;
        state.step = done + 1;
        const wait = steps.run(batch, state.step, run);
        if (wait) await wait;
      }
      // All objectives have run: what follows a whole step belongs here.
      const moved = afterSteps.run(state.step);
      if (moved) await moved;
      if (timetable.endsEpoch(state.step)) await this.endEpoch();
      const after = this.callAfterStep(performance.now());
      if (after) await after;
    }
  }

  /** Calls the callbacks from an index on. Not an async function, which would be much slower if none of them waits. */
  private callBeforeStep(batch: Batch, done: number, run: Run, from = 0): Promise<void> | undefined {
    for (let i = from; i < this.beforeStep.length; i++) {
      const wait = this.beforeStep[i]?.beforeStep(batch, done, run);
      if (wait) return wait.then(() => this.callBeforeStep(batch, done, run, i + 1));
    }
    return undefined;
  }

  private callAfterStep(now: number, from = 0): Promise<void> | undefined {
    for (let i = from; i < this.afterStep.length; i++) {
      const wait = this.afterStep[i]?.afterStep(this.state.step, now);
      if (wait) return wait.then(() => this.callAfterStep(now, i + 1));
    }
    return undefined;
  }

  private async endEpoch(): Promise<void> {
    const { step, opened } = this.state;
    const epoch = opened.plan.timetable.epochsBefore(step - 1) + 1;
    const result = { epoch, step, loss: NaN, losses: [], watched: NaN, isBest: false };
    for (const callback of this.callbacks) await callback.epoch?.(result);
  }

  private async rest(): Promise<void> {
    const { state } = this;
    await this.call("rest");
    await state.record("paused");
    this.status("paused");
    await state.controller.rest();
    state.throughput.start(performance.now());
    if (state.controller.ending !== undefined) return;
    await state.record("running");
    this.status("running");
  }

  private async call(hook: "start" | "rest" | "end"): Promise<void> {
    for (const callback of this.callbacks) await callback[hook]?.();
  }

  /** Reports the end of the run with the diagnoses that apply at that point, and closes everything. */
  private async close(ended: EndEvent): Promise<EndEvent> {
    const { state } = this;
    const { diagnosis, folder, plan } = state.opened;
    const { appeared, holding } = diagnosis.atEnd(ended);
    for (const found of appeared) state.send(found);
    const end = holding.length > 0 ? { ...ended, diagnoses: holding } : ended;
    folder.log(end);
    await folder.flush().catch(() => undefined);
    await folder.close();
    await plan.runtime.dispose().catch(() => undefined);
    state.emit(end);
    state.controller.close();
    return end;
  }

  private status(status: "running" | "paused" | "stopping"): void {
    this.state.emit({ event: "status", run: this.run, status });
  }
}

/** Whether a callback has a hook. */
function has<H extends keyof Callback>(hook: H) {
  return (callback: Callback): callback is Callback & Pick<Required<Callback>, H> =>
    callback[hook] !== undefined;
}
