import { setImmediate } from "node:timers/promises";
import type { Problem } from "../graph/problem";
import type { EndEvent, RunEvent } from "../run/events";
import type { TrainOptions } from "../run/options";
import { withHint } from "../run/withHint";
import { saveCheckpoint, type Cursor } from "./checkpoint";
import { describeError } from "./EngineError";
import {
  noRoomForStatistics,
  noRowCounts,
  notTheLast,
  noValidationRowCounts,
  validationNotFinite,
} from "./errors";
import { findCause } from "./findCause";
import { GrowingGaps } from "./GrowingGaps";
import { lossNotFinite } from "./lossNotFinite";
import { nonNegativeLosses } from "./nonNegativeLosses";
import { openRun, type OpenedRun } from "./openRun";
import { outsideAt } from "./outsideAt";
import type { RunFolder, RunRecord } from "./RunFolder";
import { recordOf, startEvent } from "./runStatement";
import { RunStatistics } from "./RunStatistics";
import { readStatistics, withoutCounts } from "./statistics";
import { StepLog } from "./StepLog";
import { Throughput } from "./Throughput";
import type { TrainingPart, TrainingPlan } from "./TrainingPlan";
import { negativeLoss } from "./valueOutOfRange";

/** Events are gathered for this long, so that a reader gets 10 to 20 a second. */
const reportEvery = 60;
/** Steps may run this long before messages are looked at, where the device does not make the loop wait. */
const yieldEvery = 20;
/** A checkpoint is written at least this often, and at each epoch's end unless one was written just before. */
const checkpointEvery = 30_000;
const checkpointPause = 2_000;
type Ending = "stopped" | "interrupted";

/** One training run: everything that is open while it lasts. */
export class Trainer {
  private paused: { readonly promise: Promise<void>; readonly release: () => void } | undefined;
  private ending: Ending | undefined;
  /** The steps whose statistics are logged. */
  private readonly logged = new GrowingGaps();
  private readonly throughput = new Throughput();
  private readonly log: StepLog;
  /** The codes of the warnings that were said. */
  private readonly warned = new Set<string>();
  private validationChecked = false;
  private lastReport = 0;
  private lastCheckpoint = 0;
  private best: Cursor["best"];
  private step: number;

  private readonly plan: TrainingPlan;
  private readonly folder: RunFolder;
  private readonly statistics: RunStatistics;

  private constructor(
    private readonly opened: OpenedRun,
    private readonly emit: (event: RunEvent) => void,
  ) {
    const { plan, folder, cursor, onStep } = opened;
    this.plan = plan;
    this.folder = folder;
    this.step = cursor.step;
    this.best = cursor.best;
    this.throughput.seconds = cursor.seconds;
    plan.learningRate.state = cursor.schedule;
    this.log = new StepLog(plan.compiled, cursor, nonNegativeLosses(plan.typed));
    this.statistics = new RunStatistics(plan, this.throughput, (step, outputs) => {
      this.send(readStatistics(plan.typed, this.run, step, outputs));
    });
    onStep.listener = (step, outputs, tally) => {
      this.log.record(step, outputs, tally);
    };
  }

  /** Opens a run, as `openRun` does. */
  static async open(
    options: TrainOptions,
    emit: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<Trainer> {
    return new Trainer(await openRun(options, emit, signal), emit);
  }

  /** The run folder's absolute path. */
  get run(): string {
    return this.folder.path;
  }

  /** What the model is warned of. */
  get warnings(): readonly Problem[] {
    return this.plan.warnings;
  }

  /** Trains to the end, a stop or a failure, and closes everything. Never throws: what went wrong is in the event. */
  async train(): Promise<EndEvent> {
    let end: EndEvent;
    try {
      this.send(startEvent(this.opened, this.step));
      if (this.opened.origin.lastIs !== undefined)
        this.warn("not-the-last", notTheLast(this.step, this.opened.origin.lastIs));
      // A run can be resumed from its first moment on.
      if (this.step === 0) await this.checkpoint("last");
      else await this.record("running");
      await this.loop();
      await this.settle();
      if (!(await this.checkpoint("last")))
        throw await this.explainNotFinite(this.log.notFinite ?? this.step + 1);
      const status = this.step < this.plan.steps ? (this.ending ?? "completed") : "completed";
      await this.record(status);
      end = { event: "end", run: this.run, status, step: this.step };
    } catch (error) {
      const description = describeError(error);
      end = { event: "end", run: this.run, status: "failed", step: this.step, error: description };
      await this.record("failed", description).catch(() => undefined);
    }
    const { appeared, holding } = this.opened.diagnosis.atEnd(end);
    for (const found of appeared) this.send(found);
    if (holding.length > 0) end = { ...end, diagnoses: holding };
    this.folder.log(end);
    await this.folder.flush().catch(() => undefined);
    await this.folder.close();
    await this.plan.runtime.dispose().catch(() => undefined);
    this.emit(end);
    return end;
  }

  pause(): void {
    if (this.paused || this.ending) return;
    let release = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.paused = { promise, release };
  }

  resume(): void {
    this.paused?.release();
    this.paused = undefined;
  }

  /** Ends the run after the step under way; `train` then saves and resolves. */
  stop(ending: Ending = "stopped"): void {
    if (this.ending) return;
    this.ending = ending;
    this.emit({ event: "status", run: this.run, status: "stopping" });
    this.resume();
  }

  /** Steps between two gradient statistics from now on; 0: none. */
  watch(every: number): void {
    this.statistics.watch(every, this.step);
  }

  private async loop(): Promise<void> {
    const { steps } = this.plan;
    let lastYield = performance.now();
    this.lastReport = lastYield;
    this.lastCheckpoint = lastYield;
    this.throughput.start(lastYield);
    while (this.step < steps && !this.ending && this.log.notFinite === undefined) {
      if (this.paused) await this.rest();
      const part = this.plan.fill(this.step);
      if (this.statistics.isDue(this.step)) await this.takeStatistics(part);
      this.step++;
      const wait = this.opened.steps.run(part, this.step);
      if (wait) await wait;
      if (this.step % this.plan.stepsPerEpoch === 0) await this.endEpoch();
      const now = performance.now();
      if (now - lastYield > yieldEvery) {
        await setImmediate();
        lastYield = performance.now();
      }
      if (now - this.lastReport > reportEvery) await this.report(now);
      if (now - this.lastCheckpoint > checkpointEvery) await this.checkpoint("last");
    }
  }

  private async rest(): Promise<void> {
    await this.settle();
    await this.checkpoint("last");
    await this.record("paused");
    this.send({ event: "status", run: this.run, status: "paused" });
    await this.paused?.promise;
    this.throughput.start(performance.now());
    if (this.ending) return;
    await this.record("running");
    this.send({ event: "status", run: this.run, status: "running" });
  }

  /** Waits for all queued steps and tells what is left of them. */
  private async settle(): Promise<void> {
    await this.opened.steps.drain();
    await this.report(performance.now());
  }

  private async report(now: number): Promise<void> {
    this.lastReport = now;
    this.throughput.mark(this.step, now);
    const range = this.log.take();
    if (range) {
      const { stepsPerSecond } = this.throughput;
      this.send({
        event: "steps",
        run: this.run,
        ...range,
        epoch: Math.ceil((range.first + range.loss.length - 1) / this.plan.stepsPerEpoch),
        ...this.learningRates(range.first, range.loss.length),
        samplesPerSecond: stepsPerSecond * this.plan.samplesPerStep,
        secondsLeft: stepsPerSecond > 0 ? (this.plan.steps - this.step) / stepsPerSecond : 0,
        seconds: this.throughput.seconds,
      });
    }
    await this.folder.flush();
  }

  private learningRates(first: number, count: number) {
    const { learningRate } = this.plan;
    const last = learningRate.at(first + count - 1);
    if (!learningRate.changes) return { learningRate: last };
    const each = Array.from({ length: count }, (_, i) => learningRate.at(first + i));
    return { learningRate: last, learningRates: each };
  }

  private async endEpoch(): Promise<void> {
    await this.settle();
    if (this.log.notFinite !== undefined) return;
    const epoch = this.step / this.plan.stepsPerEpoch;
    const train = this.log.takeEpoch();
    await this.checkValidation();
    const validation = await this.opened.validation.run();
    this.warnOfLosses(epoch, validation?.loss);
    this.send({
      event: "epoch",
      run: this.run,
      epoch,
      step: this.step,
      train,
      ...(validation && { validation }),
    });
    const loss =
      validation && this.opened.validation.withoutRows() === undefined ? validation.loss : train.loss;
    this.plan.learningRate.endEpoch(this.step, loss);
    if (loss < (this.best?.loss ?? Infinity)) {
      this.best = { step: this.step, loss };
      await this.checkpoint("best");
    }
    if (performance.now() - this.lastCheckpoint > checkpointPause) await this.checkpoint("last");
  }

  /** Warns once, before the first evaluation, of numbers in the validation part that a loss or a table does not take. */
  private async checkValidation(): Promise<void> {
    if (this.validationChecked) return;
    this.validationChecked = true;
    const outside = await this.opened.validation.outside();
    if (!outside) return;
    const { message, details } = outside;
    this.warn("value-out-of-range", withHint({ message, ...details }), details.nodeId);
  }

  /** Says once where a batch or the validation part has no loss: no row of it counts, or it is no number. */
  private warnOfLosses(epoch: number, validationLoss: number | undefined): void {
    const { empty } = this.log;
    if (empty.loss !== undefined && empty.steps > 0)
      this.warn("no-row-counts", noRowCounts(empty.steps, epoch, empty.loss), empty.loss);
    const loss = this.opened.validation.withoutRows();
    if (loss !== undefined) this.warn("no-validation-row-counts", noValidationRowCounts(loss), loss);
    else if (validationLoss !== undefined && !Number.isFinite(validationLoss))
      this.warn("validation-not-finite", validationNotFinite(epoch));
  }

  private warn(code: string, message: string, nodeId?: string): void {
    if (this.warned.has(code)) return;
    this.warned.add(code);
    this.send({
      event: "warning",
      run: this.run,
      step: this.step,
      code,
      message,
      ...(nodeId !== undefined && { nodeId }),
    });
  }

  /** Saves everything; gives false, and keeps the last good checkpoint, where the run has just gone wrong. */
  private async checkpoint(kind: "best" | "last"): Promise<boolean> {
    await this.opened.steps.drain();
    if (this.log.notFinite !== undefined) return false;
    const file = this.folder.checkpoint(kind);
    const cursor: Cursor = {
      step: this.step,
      ...this.log.save(),
      seconds: this.throughput.seconds,
      best: this.best,
      schedule: this.plan.learningRate.state,
    };
    if (!(await saveCheckpoint(file, this.plan.session, this.plan.compiled.program, cursor))) {
      // Nothing good can come any more, though the loss may hide it.
      this.log.notFinite = this.step + 1;
      return false;
    }
    if (kind === "last") this.lastCheckpoint = performance.now();
    await this.record(this.paused ? "paused" : "running");
    this.send({ event: "checkpoint", run: this.run, step: this.step, kind, file });
    return true;
  }

  private async takeStatistics(part: TrainingPart): Promise<void> {
    await this.opened.steps.drain();
    if (!(await this.statistics.take(part, this.step)))
      this.warn("no-room-for-statistics", noRoomForStatistics());
  }

  /** The error of a run that noticed at a step that its numbers are none. */
  private async explainNotFinite(noticed: number): Promise<Error> {
    const { plan, steps } = this.opened;
    this.opened.onStep.listener = () => undefined;
    const checkpoint = this.folder.checkpoint("last");
    const stopped = () => this.ending !== undefined;
    const cause = await findCause({ plan, steps, checkpoint, noticed, stopped });
    // The search leaves the state before the step at fault. Bad data and weights are causes of their own.
    const step = cause?.step ?? noticed;
    const explained = cause?.suspect.kind === "data" || cause?.suspect.kind === "weight" || stopped();
    const outside = explained ? undefined : await outsideAt(plan, step - 1);
    if (outside) return outside;
    if (!cause && this.log.negative !== undefined) return negativeLoss(noticed, this.log.negative);
    return lossNotFinite(noticed, cause);
  }

  private async record(
    status: RunRecord["status"],
    error?: { code: string; message: string },
  ): Promise<void> {
    await this.folder.writeRecord(recordOf(this.opened, { step: this.step, best: this.best, status, error }));
  }

  /** To the listener and to `metrics.ndjson`, which gets a few of the statistics; then what is wrong by it. */
  private send(event: RunEvent): void {
    this.emit(event);
    if (event.event === "gradients") {
      const last = this.step + 1 >= this.plan.steps;
      if (this.logged.takes(event.step) || last) this.folder.log(withoutCounts(event));
    } else if (event.event !== "status") this.folder.log(event);
    for (const found of this.opened.diagnosis.after(event)) this.send(found);
  }
}
