import { validationBatches } from "../data/batches";
import type { BatchReader } from "../data/BatchReader";
import { at } from "../tensor/tensor";
import { LazyExecutable } from "../runtime/LazyExecutable";
import { floatArrayOf, type Executable } from "../runtime/runtime";
import type { EpochMetrics } from "../run/events";
import { LossTotals } from "./LossTotals";
import { MetricTotals } from "./MetricTotals";
import { joinedMetrics } from "./ObjectiveLog";
import type { EngineError } from "../run/EngineError";
import { findOutOfDomain } from "./findOutOfDomain";
import { sampleOf } from "./outOfDomainAt";
import type { TrainingPlan } from "./TrainingPlan";
import { valueOutOfRange } from "./valueOutOfRange";

/** Evaluates the current weights, or their averages, on the whole validation set. */
export class Validation {
  /** Indexed by a batch's `part`. */
  private readonly executables: Executable[] = [];
  private readonly batches: BatchReader | undefined;
  private readonly objectives: readonly {
    readonly name: string | undefined;
    readonly loss: LossTotals;
    readonly metrics: MetricTotals;
  }[];
  /** The index of the batch within a validation: random numbers differ between batches, not between validations. */
  private readonly step = new Int32Array(1);
  /** 0 for the first batch of a validation, from which on states are carried. */
  private readonly carry: Float32Array | Float64Array;

  private constructor(private readonly plan: TrainingPlan) {
    const { objectives, datasets, batchSize, seed } = plan;
    this.objectives = objectives.map(({ objective: { name }, compiled }) => ({
      name,
      loss: new LossTotals(compiled.tally, name),
      metrics: new MetricTotals(compiled.metrics),
    }));
    this.carry = new (floatArrayOf(plan.runtime.device))(1);
    // The first two for layers that draw random numbers in evaluation mode too.
    const scalars = { seed: Int32Array.of(seed), step: this.step, carry: this.carry };
    this.batches = validationBatches(datasets, { batchSize, scalars });
  }

  /** Has one Program for the full batches and one for the remainder, which the first validation loads. */
  static of(plan: TrainingPlan): Validation {
    const validation = new Validation(plan);
    for (const { compiled } of plan.evaluations) {
      const { program, tallies } = compiled;
      const load = () =>
        plan.session.load(program, (_, outputs) => {
          for (const [index, { loss, metrics }] of validation.objectives.entries()) {
            loss.add(outputs, at(tallies, index));
            metrics.add(outputs);
          }
        });
      validation.executables.push(new LazyExecutable(load));
    }
    return validation;
  }

  /**
   * The loss and the metrics over all validation samples, of all objectives, whether they run in this epoch or not;
   * undefined if there are none.
   */
  async run(): Promise<EpochMetrics | undefined> {
    const { batches } = this;
    if (!batches) return undefined;
    for (const { loss, metrics } of this.objectives) {
      loss.clear();
      metrics.clear();
    }
    for (const [part, executable] of this.executables.entries()) {
      for (const step of batches.stepsOf(part)) {
        const read = batches.read(step, batches.steps);
        const { feeds } = read instanceof Promise ? await read : read;
        this.step[0] = step + 1;
        this.carry[0] = step === 0 ? 0 : 1;
        const wait = executable.run(feeds, step);
        if (wait) await wait;
      }
      await executable.drain();
    }
    return joinedMetrics(
      this.objectives.map(({ name, loss, metrics }) => ({
        name,
        loss: loss.compute(),
        metrics: metrics.compute(),
      })),
    );
  }

  /** The error to report if validation samples lead to values outside the domain of a loss or an embedding. */
  async outOfDomain(): Promise<EngineError | undefined> {
    const { plan, batches } = this;
    if (!batches) return undefined;
    for (const [part, { batchSize }] of plan.evaluations.entries()) {
      const found = await findOutOfDomain(plan, {
        batchSize,
        training: false,
        averaged: true,
        steps: batches.stepsOf(part),
        feedsOf: async (step) => (await batches.read(step, batches.steps)).feeds,
      });
      if (!found) continue;
      const sample = sampleOf(plan, found, (node, row) => batches.sampleAt(node, found.step, row));
      return valueOutOfRange("validation", found, sample);
    }
    return undefined;
  }

  /**
   * The first loss towards which no row counted in the last `run`; undefined if there are no validation rows at all.
   */
  lossWithoutRows(): string | undefined {
    if (this.batches === undefined) return undefined;
    return this.objectives.map(({ loss }) => loss.lossWithoutRows()).find((loss) => loss !== undefined);
  }
}
