import type { HostArrays } from "../tensor/hostArrays";
import type { Executable } from "../runtime/runtime";
import type { Figures } from "../run/events";
import { LossTotals } from "./LossTotals";
import { MetricTotals } from "./MetricTotals";
import type { EngineError } from "./EngineError";
import { findOutOfDomain } from "./findOutOfDomain";
import { placeOf } from "./outsideAt";
import type { Evaluation, TrainingPlan } from "./TrainingPlan";
import { valueOutOfRange } from "./valueOutOfRange";

interface Part {
  readonly batches: Evaluation["batches"];
  readonly executable: Executable;
  /** The batch, and the scalars of what draws in evaluation too. */
  readonly feeds: HostArrays;
}

/** Evaluates the whole validation part on the weights as they are. */
export class Validation {
  private readonly parts: Part[] = [];
  private readonly totals: MetricTotals;
  private readonly loss: LossTotals;
  /** Counts the batches of one validation, so that each draws other numbers and every validation the same. */
  private readonly step = new Int32Array(1);

  private constructor(private readonly plan: TrainingPlan) {
    const { compiled } = plan;
    this.totals = new MetricTotals(compiled.metrics);
    this.loss = new LossTotals(compiled.tally);
  }

  /** Loads one step for the full batches and one for the remainder. */
  static async open(plan: TrainingPlan): Promise<Validation> {
    const validation = new Validation(plan);
    for (const { batches, compiled } of plan.evaluations) {
      const { program, tally } = compiled;
      const executable = await plan.session.load(program, (_, outputs) => {
        validation.loss.add(outputs, tally);
        validation.totals.add(outputs);
      });
      const feeds = { ...batches.arrays, seed: Int32Array.of(plan.seed), step: validation.step };
      validation.parts.push({ batches, executable, feeds });
    }
    return validation;
  }

  /** The loss and the metrics of all validation samples; undefined where there are none. */
  async run(): Promise<Figures | undefined> {
    if (this.parts.length === 0) return undefined;
    this.totals.clear();
    this.loss.clear();
    let drawn = 0;
    for (const { batches, executable, feeds } of this.parts) {
      for (let step = 0; step < batches.steps; step++) {
        batches.fill(step);
        this.step[0] = ++drawn;
        const wait = executable.run(feeds, step);
        if (wait) await wait;
      }
      await executable.drain();
    }
    return { loss: this.loss.figure(), ...this.totals.figures() };
  }

  /** The error of the validation part where a loss or a table gets numbers of it that it does not take. */
  async outside(): Promise<EngineError | undefined> {
    for (const { batches, feeds } of this.parts) {
      const { batchSize, steps, fill, sampleAt } = batches;
      const all = Array.from({ length: steps }, (_, step) => step);
      const found = await findOutOfDomain(this.plan, { batchSize, training: false, feeds, steps: all, fill });
      if (!found) continue;
      const place = placeOf(this.plan, found, (node, row) => sampleAt(node, found.step, row));
      return valueOutOfRange("validation", found, place);
    }
    return undefined;
  }

  /** The first loss for which no row counted when `run` was last called; undefined where there are no rows at all. */
  withoutRows(): string | undefined {
    return this.parts.length === 0 ? undefined : this.loss.withoutRows();
  }
}
