import { validationBatches } from "../data/batches";
import type { BatchReader } from "../data/BatchReader";
import type { Executable } from "../runtime/runtime";
import type { EpochMetrics } from "../run/events";
import { LossTotals } from "./LossTotals";
import { MetricTotals } from "./MetricTotals";
import type { EngineError } from "./EngineError";
import { findOutOfDomain } from "./findOutOfDomain";
import { placeOf } from "./outsideAt";
import type { TrainingPlan } from "./TrainingPlan";
import { valueOutOfRange } from "./valueOutOfRange";

/** Evaluates the whole validation part on the weights as they are. */
export class Validation {
  /** By the part of the batches. */
  private readonly executables: Executable[] = [];
  private readonly batches: BatchReader | undefined;
  private readonly totals: MetricTotals;
  private readonly loss: LossTotals;
  /** Counts the batches of one validation, so that each draws other numbers and every validation the same. */
  private readonly step = new Int32Array(1);

  private constructor(private readonly plan: TrainingPlan) {
    const { compiled, datasets, batchSize, seed } = plan;
    this.totals = new MetricTotals(compiled.metrics);
    this.loss = new LossTotals(compiled.tally);
    // The scalars are for what draws in evaluation too.
    const scalars = { seed: Int32Array.of(seed), step: this.step };
    this.batches = validationBatches(datasets, { batchSize, scalars });
  }

  /** Loads one step for the full batches and one for the remainder. */
  static async open(plan: TrainingPlan): Promise<Validation> {
    const validation = new Validation(plan);
    for (const { compiled } of plan.evaluations) {
      const { program, tally } = compiled;
      const executable = await plan.session.load(program, (_, outputs) => {
        validation.loss.add(outputs, tally);
        validation.totals.add(outputs);
      });
      validation.executables.push(executable);
    }
    return validation;
  }

  /** The loss and the metrics of all validation samples; undefined where there are none. */
  async run(): Promise<EpochMetrics | undefined> {
    const { batches } = this;
    if (!batches) return undefined;
    this.totals.clear();
    this.loss.clear();
    for (const [part, executable] of this.executables.entries()) {
      for (const step of batches.stepsOf(part)) {
        const read = batches.read(step, batches.steps);
        const { feeds } = read instanceof Promise ? await read : read;
        this.step[0] = step + 1;
        const wait = executable.run(feeds, step);
        if (wait) await wait;
      }
      await executable.drain();
    }
    return { loss: this.loss.figure(), ...this.totals.figures() };
  }

  /** The error of the validation part where a loss or a table gets numbers of it that it does not take. */
  async outside(): Promise<EngineError | undefined> {
    const { plan, batches } = this;
    if (!batches) return undefined;
    for (const [part, { batchSize }] of plan.evaluations.entries()) {
      const found = await findOutOfDomain(plan, {
        batchSize,
        training: false,
        steps: batches.stepsOf(part),
        feedsOf: async (step) => (await batches.read(step, batches.steps)).feeds,
      });
      if (!found) continue;
      const place = placeOf(plan, found, (node, row) => batches.sampleAt(node, found.step, row));
      return valueOutOfRange("validation", found, place);
    }
    return undefined;
  }

  /** The first loss for which no row counted when `run` was last called; undefined where there are no rows at all. */
  withoutRows(): string | undefined {
    return this.batches === undefined ? undefined : this.loss.withoutRows();
  }
}
