import type { Batch } from "../../data/batch";
import { withoutCounts } from "../../run/histograms";
import { at } from "../../tensor/tensor";
import { hasRoom } from "../checkMemory";
import { noRoomForStatistics } from "../errors";
import { GrowingGaps } from "../GrowingGaps";
import { readStatistics } from "../statistics";
import { StepRunner } from "../StepRunner";
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

  constructor(
    private readonly run: TrainingRun,
    private readonly isRoomFor = hasRoom,
  ) {}

  beforeStep(batch: Batch, done: number): Promise<void> | undefined {
    const { every, next } = this.run.statistics;
    const isDue = every > 0 && (done >= next || done === this.run.opened.plan.steps - 1);
    return isDue ? this.take(batch, done) : undefined;
  }

  /**
   * Takes the statistics of the step on `batch`. The next ones follow after `every` steps, or later if that would take
   * too much time or be too frequent to read. If there is not enough memory for them, warns and takes none from then
   * on.
   */
  private async take(batch: Batch, done: number): Promise<void> {
    const { opened, statistics, throughput } = this.run;
    await opened.steps.drain();
    this.probes ??= await this.load();
    if (!this.probes) {
      statistics.every = 0;
      this.run.warn("no-room-for-statistics", noRoomForStatistics());
      return;
    }
    const start = performance.now();
    await this.probes.run(batch, done + 1);
    await this.probes.drain();
    const cost = (performance.now() - start) / 1000;
    const rest = Math.max(cost / probeFraction, probeRest) * throughput.stepsPerSecond;
    statistics.next = done + Math.max(statistics.every, Math.ceil(rest));
  }

  /** Loads the Programs; undefined if there is not enough memory for them. */
  private async load(): Promise<StepRunner | undefined> {
    const { plan } = this.run.opened;
    const { typed, parts, evaluations, session, runtime } = plan;
    // Otherwise `makePlan` has counted them already.
    if (plan.options.probeEvery === 0) {
      const loaded = [...parts, ...evaluations].map(({ compiled }) => compiled.program);
      const further = parts.map(({ statistics }) => statistics());
      if (!this.isRoomFor(typed, runtime.device.kind, loaded, further)) return undefined;
    }
    // The same for every batch size.
    const probed = at(parts, 0).statistics().outputs;
    return StepRunner.load(
      session,
      parts,
      ({ statistics }) => statistics(),
      (step, outputs) => {
        const event = readStatistics(typed, probed, this.run.path, step, outputs);
        // `metrics.ndjson` gets only some of them.
        const isLogged = this.logged.takes(step) || step >= plan.steps;
        this.run.send(event, isLogged ? withoutCounts(event) : null);
      },
    );
  }
}
