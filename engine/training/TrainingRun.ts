import { defaultWatch } from "../graph/figures";
import type { RunEvent } from "../run/events";
import type { RunRecord } from "../runFolder/runRecord";
import type { Cursor } from "./checkpoint";
import { nonNegativeLosses } from "./nonNegativeLosses";
import type { OpenedRun } from "./openRun";
import { recordOf } from "./describeRun";
import { StepController } from "./StepController";
import { StepLog } from "./StepLog";
import { Throughput } from "./Throughput";

/** A run in progress: its state and its ways to report. Shared by the training loop and its callbacks. */
export class TrainingRun {
  readonly controller = new StepController();
  readonly throughput = new Throughput();
  /** Collects the losses and metrics of the steps. */
  readonly log: StepLog;
  /** Steps done; some may still be queued on the device. */
  step: number;
  /** The best epoch so far, by the watched figure. */
  best: Cursor["best"];
  /** Epochs since the watched figure improved. */
  sinceBest: number;
  /** Why the run ended before its last step; undefined if it did not, or if it was stopped from outside. */
  reason: string | undefined;
  /** Steps between two gradient statistics (0: none), and how many steps are done when the next are taken. */
  readonly statistics: { every: number; next: number };
  /** Whether someone watches the panels, which are not computed otherwise. */
  readonly panels = { watched: false };
  /** The codes of the warnings reported so far. */
  private readonly warned = new Set<string>();

  constructor(
    readonly opened: OpenedRun,
    /** Receives the run's events. */
    readonly emit: (event: RunEvent) => void,
  ) {
    const { plan, cursor, onStep } = opened;
    this.step = cursor.step;
    const isSameFigure = (cursor.best?.figure ?? defaultWatch) === plan.watched.watch;
    this.best = isSameFigure ? cursor.best : undefined;
    this.sinceBest = isSameFigure ? (cursor.sinceBest ?? 0) : 0;
    this.throughput.seconds = cursor.seconds;
    this.statistics = { every: plan.options.probeEvery, next: 0 };
    this.log = new StepLog(
      plan.objectives,
      plan.timetable,
      cursor,
      nonNegativeLosses(plan.typed),
      plan.experience?.returns,
    );
    onStep.listener = (step, outputs, part) => {
      this.log.record(step, outputs, part);
    };
  }

  /** The run folder's absolute path. */
  get path(): string {
    return this.opened.folder.path;
  }

  /**
   * Reports an event, logs it (or `logged`; null for nothing) to the run folder, and then reports any new diagnoses.
   */
  send(event: RunEvent, logged: RunEvent | null = event): void {
    this.emit(event);
    if (logged) this.opened.folder.log(logged);
    for (const diagnosis of this.opened.diagnosis.after(event)) this.send(diagnosis);
  }

  /** Ends the run after the current step as completed, for a reason, unless it is ending or done anyway. */
  endEarly(reason: string): void {
    if (this.step < this.opened.plan.steps && this.controller.end("completed")) this.reason = reason;
  }

  /** Reports a warning, once per code. */
  warn(code: string, message: string, nodeId?: string): void {
    if (this.warned.has(code)) return;
    this.warned.add(code);
    this.send({
      event: "warning",
      run: this.path,
      step: this.step,
      code,
      message,
      ...(nodeId !== undefined && { nodeId }),
    });
  }

  /** Writes `run.json` with the current state. */
  async record(
    status: RunRecord["status"] = this.controller.isPaused ? "paused" : "running",
    error?: { code: string; message: string },
  ): Promise<void> {
    const { step, best, reason } = this;
    await this.opened.folder.writeRecord(recordOf(this.opened, { step, best, status, reason, error }));
  }
}
