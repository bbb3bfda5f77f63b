import type { TrainingStep } from "../compiler/trainingStep";
import type { EpochMetrics } from "../run/events";
import { figureOf } from "../tensor/path";
import type { HostArrays } from "../tensor/hostArrays";
import type { Cursor } from "./checkpoint";
import { LossTotals } from "./LossTotals";
import { MetricTotals } from "./MetricTotals";
import type { PlannedObjective } from "./TrainingPlan";

/** Capacity in steps: a device never has more steps queued or unreported than this. */
export const window = 8192;

/** Why a run of a step is not finite: NaN or infinite, or negative although its loss (by node) cannot be. */
export interface BadLoss {
  readonly negative: string | undefined;
}

const notANumber: BadLoss = { negative: undefined };

/** Collects the losses and metrics of one objective's steps. The loss of several batches is that of one of all their rows. */
export class ObjectiveLog {
  /** Of each step, by name: the scalar metrics and, if the objective has a name, its loss. */
  private readonly columns: readonly (readonly [name: string, values: Float64Array])[];
  private readonly lossColumn = new Float64Array(window);
  private readonly step: MetricTotals;
  private readonly stepLoss: LossTotals;
  /** Totals over the epoch so far. */
  private readonly epoch: MetricTotals;
  private readonly epochLoss: LossTotals;
  /** Runs of the current step so far, and its number. */
  private runs = 0;
  private current = 0;
  /** The loss of the current step's last batch. */
  private batchLoss = NaN;
  /** Whether anything was added in this epoch. */
  private hasRun: boolean;

  constructor(
    private readonly planned: PlannedObjective,
    resumed: Pick<Cursor, "sums">,
    private readonly nonNegative: ReadonlySet<string>,
  ) {
    const { compiled, objective } = planned;
    const { metrics, tally } = compiled;
    const numbers = metrics.filter(({ metric }) => metric.kind === "number");
    this.columns = numbers.map(({ name }) => [name, new Float64Array(window).fill(NaN)] as const);
    this.lossColumn.fill(NaN);
    this.step = new MetricTotals(numbers);
    this.epoch = new MetricTotals(metrics);
    this.stepLoss = new LossTotals(tally, objective.name);
    this.epochLoss = new LossTotals(tally, objective.name);
    this.epochLoss.restore(resumed.sums);
    this.epoch.restore(resumed.sums);
    this.hasRun = this.epochLoss.hasBatches;
  }

  /** Adds the outputs of one run of a step. Returns what is wrong with its loss, if anything. */
  add(step: number, outputs: HostArrays, { loss: name, tally }: TrainingStep): BadLoss | undefined {
    if (this.isComplete) {
      this.runs = 0;
      this.stepLoss.clear();
      this.step.clear();
    } else if (this.runs > 0 && step !== this.current)
      throw new Error("the runs of steps arrived out of order");
    this.current = step;
    this.runs++;
    this.hasRun = true;
    this.batchLoss = outputs[name]?.[0] ?? NaN;
    this.stepLoss.add(outputs, tally);
    this.step.add(outputs);
    this.epochLoss.add(outputs, tally);
    this.epoch.add(outputs);
    const negative = this.stepLoss.negative(this.nonNegative);
    if (negative !== undefined) return { negative };
    return Number.isFinite(this.batchLoss) ? undefined : notANumber;
  }

  /** Whether all runs of the current step have arrived. */
  get isComplete(): boolean {
    return this.runs === this.planned.runs;
  }

  /** The node of the first loss towards which no row of the current step counted. */
  lossWithoutRows(): string | undefined {
    return this.stepLoss.lossWithoutRows();
  }

  /** Writes down the current step, which is complete. Returns its loss; NaN if no row counted towards one of the losses. */
  finish(step: number): number {
    const slot = step % window;
    for (const [name, values] of this.columns) values[slot] = this.step.computeNumber(name);
    // The device's own result, if there is only one.
    const loss = this.planned.runs === 1 ? this.batchLoss : this.stepLoss.compute();
    return (this.lossColumn[slot] = this.lossWithoutRows() === undefined ? loss : NaN);
  }

  /** The columns of some steps, which are then forgotten; NaN for a step in which the objective did not run. */
  take(first: number, end: number): Record<string, number[]> {
    const { name } = this.planned.objective;
    const all =
      name === undefined
        ? this.columns
        : [[figureOf(name, "loss"), this.lossColumn] as const, ...this.columns];
    const read = (values: Float64Array) =>
      Array.from({ length: end - first }, (_, i) => {
        const slot = (first + i) % window;
        const value = values[slot] ?? NaN;
        values[slot] = NaN;
        return value;
      });
    return Object.fromEntries(all.map(([figure, values]) => [figure, read(values)]));
  }

  /** The loss and metrics of the epoch, which are then reset; undefined if the objective did not run in it. */
  takeEpoch(): ObjectiveMetrics | undefined {
    if (!this.hasRun) return undefined;
    const { name } = this.planned.objective;
    const found = { name, loss: this.epochLoss.compute(), metrics: this.epoch.compute() };
    this.epoch.clear();
    this.epochLoss.clear();
    this.hasRun = false;
    return found;
  }

  /** The totals of the epoch so far, for a checkpoint. */
  save(): Cursor["sums"] {
    return { ...this.epochLoss.save(), ...this.epoch.save() };
  }
}

/** The loss and the metrics of one objective, of an epoch or of the validation set. */
export interface ObjectiveMetrics {
  readonly name: string | undefined;
  readonly loss: number;
  readonly metrics: Omit<EpochMetrics, "loss">;
}

/** The figures of all objectives: the sum of their losses, and those of each with a name. */
export function joinedMetrics(all: readonly ObjectiveMetrics[]): EpochMetrics {
  const [first, ...others] = all.map(({ loss }) => loss);
  return {
    loss: others.reduce((sum, loss) => sum + loss, first ?? NaN),
    ...(Object.assign(
      {},
      ...all.map(({ name, loss, metrics }) => ({
        ...(name !== undefined && { [figureOf(name, "loss")]: loss }),
        ...metrics,
      })),
    ) as Record<string, number>),
  };
}
