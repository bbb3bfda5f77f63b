import type { Objective } from "../graph/graph";
import { runsIn } from "../graph/objectives";
import { at } from "../tensor/tensor";

/** One Program run of a training step, on one batch. */
export interface Run {
  /** The objective's index. */
  readonly objective: number;
  /** Which of the objective's updates in the step it is part of, from 0. */
  readonly update: number;
  /** Whether it makes the update; otherwise its gradients are added to those of the batches after it. */
  readonly updates: boolean;
  /** Whether it is the objective's first run in the step. */
  readonly first: boolean;
}

/** Consecutive epochs in which the same objectives run. */
export interface Stage {
  /** The first epoch, from 0; it ends where the next stage begins. */
  readonly epoch: number;
  /** Steps of the run before it. */
  readonly step: number;
  /** Passes over the samples before it. */
  readonly pass: number;
  readonly stepsPerEpoch: number;
  /** 1, unless the batches of one pass are not enough for a step. */
  readonly passesPerEpoch: number;
  /** The runs of each step, in order; each takes the next batch. */
  readonly runs: readonly Run[];
  /** The indices of the objectives that run. */
  readonly objectives: readonly number[];
}

/**
 * Which objectives run when, and on which batches. An epoch has as many steps as the batches of one pass over the samples
 * are enough for; those left over are not used, and each pass leaves out others. If they are not even enough for one
 * step, an epoch is one step over as many passes as it takes.
 */
export class Timetable {
  readonly stages: readonly Stage[];
  /** Steps before each objective runs first. */
  private readonly starts: readonly number[];
  /** The epoch of the last step asked for, so that a step costs no division: its stage, number, steps and first batch. */
  private stage: Stage;
  private epoch = 0;
  private start = 0;
  private end = 0;
  private firstBatch = 0;

  /**
   * @param accumulate Batches per update.
   * @param batches Per pass over the samples.
   */
  constructor(
    private readonly objectives: readonly Objective[],
    accumulate: number,
    private readonly batches: number,
  ) {
    this.stages = stagesOf(objectives, accumulate, batches);
    this.stage = at(this.stages, 0);
    this.starts = objectives.map(({ epochs }) => this.stepsIn((epochs?.[0] ?? 1) - 1));
  }

  /** The stage of a step, from 0. Beyond the last window, the last stage goes on. Allocates nothing. */
  stageOf(step: number): Stage {
    if (step < this.start || step >= this.end) this.seek(step);
    return this.stage;
  }

  /** Completed epochs before a step, from 0. */
  epochsBefore(step: number): number {
    if (step < this.start || step >= this.end) this.seek(step);
    return this.epoch;
  }

  /** Whether a step, from 0, is the first of an epoch. */
  beginsEpoch(step: number): boolean {
    if (step < this.start || step >= this.end) this.seek(step);
    return step === this.start;
  }

  /** Whether the last of `done` steps (at least 1) was the last of an epoch. */
  endsEpoch(done: number): boolean {
    if (done <= this.start || done > this.end) this.seek(done - 1);
    return done === this.end;
  }

  /** The number of steps of the first epochs. */
  stepsIn(epochs: number): number {
    const stage = this.stages.findLast(({ epoch }) => epoch <= epochs) ?? at(this.stages, 0);
    return stage.step + (epochs - stage.epoch) * stage.stepsPerEpoch;
  }

  /** The number of the batch (from 0, in repeated passes over the samples) that a run of a step (from 0) takes. */
  batchOf(step: number, run: number): number {
    const { runs } = this.stageOf(step);
    return this.firstBatch + (step - this.start) * runs.length + run;
  }

  /** The number of an update among those of its objective, from 1; `step` counts from 0. */
  updateOf(step: number, { objective, update }: Run): number {
    return (step - this.startOf(objective)) * (this.objectives[objective]?.steps ?? 1) + update + 1;
  }

  /** The number of steps before an objective runs first. */
  startOf(objective: number): number {
    return this.starts[objective] ?? 0;
  }

  /** Whether an objective runs in the epoch (from 1) that `done` steps have completed. */
  ran(objective: number, done: number): boolean {
    return this.stageOf(done - 1).objectives.includes(objective);
  }

  /** Whether the objective's updates from several batches, or from one, ever take the smaller last batch of a pass. */
  takesLastBatch(objective: number, updates: boolean): boolean {
    return this.stages.some(({ stepsPerEpoch, runs }) => {
      const first = (stepsPerEpoch - 1) * runs.length;
      return runs.some(
        (run, i) =>
          run.objective === objective &&
          run.updates === updates &&
          (first + i) % this.batches === this.batches - 1,
      );
    });
  }

  private seek(step: number): void {
    const stage = this.stages.findLast((one) => one.step <= step) ?? at(this.stages, 0);
    const { epoch, step: first, pass, stepsPerEpoch, passesPerEpoch } = stage;
    const inStage = Math.floor((step - first) / stepsPerEpoch);
    this.stage = stage;
    this.epoch = epoch + inStage;
    this.start = first + inStage * stepsPerEpoch;
    this.end = this.start + stepsPerEpoch;
    this.firstBatch = (pass + inStage * passesPerEpoch) * this.batches;
  }
}

function stagesOf(objectives: readonly Objective[], accumulate: number, batches: number): Stage[] {
  const starts = new Set([0]);
  for (const { epochs } of objectives) if (epochs) starts.add(epochs[0] - 1).add(epochs[1]);
  const stages: Stage[] = [];
  for (const epoch of [...starts].sort((a, b) => a - b)) {
    const runs = objectives.flatMap((objective, index) =>
      runsIn(objective, epoch + 1) ? runsOf(objective, index, accumulate) : [],
    );
    // Only after the last window; a gap between windows has been reported.
    if (runs.length === 0) continue;
    const before = stages.at(-1);
    const epochs = before ? epoch - before.epoch : 0;
    stages.push({
      epoch,
      step: before ? before.step + epochs * before.stepsPerEpoch : 0,
      pass: before ? before.pass + epochs * before.passesPerEpoch : 0,
      stepsPerEpoch: Math.max(1, Math.floor(batches / runs.length)),
      passesPerEpoch: Math.ceil(runs.length / batches),
      runs,
      objectives: [...new Set(runs.map(({ objective }) => objective))],
    });
  }
  return stages;
}

function runsOf({ steps }: Objective, objective: number, accumulate: number): Run[] {
  return Array.from({ length: steps * accumulate }, (_, i) => ({
    objective,
    update: Math.floor(i / accumulate),
    updates: i % accumulate === accumulate - 1,
    first: i === 0,
  }));
}
