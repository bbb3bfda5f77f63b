import type { Batch } from "../../data/batch";
import type { GradientsEvent } from "../../run/events";
import { withoutCounts } from "../../run/histograms";
import { at } from "../../tensor/tensor";
import { hasRoom } from "../checkMemory";
import { noRoomForStatistics } from "../errors";
import { GrowingGaps } from "../GrowingGaps";
import { readStatistics } from "../statistics";
import { StepRunner } from "../StepRunner";
import type { Run } from "../Timetable";
import { statisticsParts } from "../trainingParts";
import type { TrainingRun } from "../TrainingRun";
import type { Callback } from "./Callback";

/** Statistics may take at most this fraction of the time, and are at least this many seconds apart. */
const probeFraction = 0.02;
const probeRest = 0.3;

/** Reports statistics of the gradients, weights and activations of the next step, computed by separate Programs. */
export class GradientStatistics implements Callback {
  /** The steps whose statistics are logged. */
  private readonly logged = new GrowingGaps();
  private probes: StepRunner | undefined;
  /** Of the objectives so far in the current step, and how many seconds they took. */
  private taken: GradientsEvent[] = [];
  private cost = 0;

  constructor(
    private readonly run: TrainingRun,
    private readonly isRoomFor = hasRoom,
  ) {}

  beforeStep(batch: Batch, done: number, run: Run): Promise<void> | undefined {
    const { every, next } = this.run.statistics;
    const isDue = every > 0 && (done >= next || done === this.run.opened.plan.steps - 1);
    return isDue ? this.take(batch, done, run) : undefined;
  }

  /**
   * Takes the statistics of an objective's next update, from its first batch, and reports those of all objectives once
   * the last one's are there. The next ones follow after `every` steps, or later if that would take too much time or be
   * too frequent to read. If there is not enough memory for them, warns and takes none from then on.
   */
  private async take(batch: Batch, done: number, run: Run): Promise<void> {
    const { opened, statistics, throughput } = this.run;
    const { objectives } = opened.plan.timetable.stageOf(done);
    if (run.objective === objectives[0]) [this.taken, this.cost] = [[], 0];
    await opened.steps.drain();
    this.probes ??= await this.load();
    if (!this.probes) {
      statistics.every = 0;
      this.run.warn("no-room-for-statistics", noRoomForStatistics());
      return;
    }
    const start = performance.now();
    await this.probes.run(batch, done + 1, { ...run, updates: true });
    await this.probes.drain();
    this.cost += (performance.now() - start) / 1000;
    if (run.objective !== objectives.at(-1)) return;
    this.report(done + 1);
    const rest = Math.max(this.cost / probeFraction, probeRest) * throughput.stepsPerSecond;
    statistics.next = done + Math.max(statistics.every, Math.ceil(rest));
  }

  /** Loads the Programs; undefined if there is not enough memory for them. */
  private async load(): Promise<StepRunner | undefined> {
    const { plan } = this.run.opened;
    const { typed, evaluations, session, runtime } = plan;
    const parts = statisticsParts(plan.parts);
    // Otherwise `makePlan` has counted them already.
    if (plan.options.probeEvery === 0) {
      const loaded = [...plan.parts, ...evaluations].map(({ compiled }) => compiled.program);
      const further = parts.map(({ statistics }) => statistics());
      if (!this.isRoomFor(typed, runtime.device.kind, loaded, further)) return undefined;
    }
    return StepRunner.load(
      session,
      parts,
      ({ statistics }) => statistics(),
      (step, outputs, { objective, statistics }) => {
        const { name } = at(plan.objectives, objective).objective;
        this.taken.push(readStatistics(typed, statistics().outputs, this.run.path, step, outputs, name));
      },
    );
  }

  private report(step: number): void {
    const event: GradientsEvent = {
      event: "gradients",
      run: this.run.path,
      step,
      weights: this.taken.flatMap(({ weights }) => weights),
      activations: this.taken.flatMap(({ activations }) => activations),
    };
    // `metrics.ndjson` gets only some of them.
    const isLogged = this.logged.takes(step) || step >= this.run.opened.plan.steps;
    this.run.send(event, isLogged ? withoutCounts(event) : null);
  }
}
