import { evaluationStep } from "../compiler/evaluationStep";
import type { HostArrays } from "../compiler/program";
import type { EvaluationBatches } from "../data/batches";
import type { Executable } from "../runtime/runtime";
import type { Figures } from "../server/protocol";
import { validationFeeds } from "./batchFeeds";
import { MetricTotals } from "./MetricTotals";
import type { TrainingPlan } from "./TrainingPlan";

interface Part {
  readonly batches: EvaluationBatches;
  readonly executable: Executable;
  /** The batch, and the scalars of what draws in evaluation too. */
  readonly feeds: HostArrays;
}

/** Evaluates the whole validation part on the weights as they are. */
export class Validation {
  private readonly parts: Part[] = [];
  private readonly totals: MetricTotals;
  private lossSum = 0;
  private samples = 0;
  /** Counts the batches of one validation, so that each draws other numbers and every validation the same. */
  private readonly step = new Int32Array(1);

  private constructor({ compiled }: TrainingPlan) {
    this.totals = new MetricTotals(compiled.metrics);
  }

  /** Compiles one step for the full batches and one for the remainder. */
  static async open(plan: TrainingPlan): Promise<Validation> {
    const validation = new Validation(plan);
    for (const batches of validationFeeds(plan.nodes, plan.batchSize)) {
      const executable = await plan.session.load(
        evaluationStep(plan.typed, batches.batchSize),
        (_, outputs) => {
          validation.add(outputs, batches.batchSize);
        },
      );
      const feeds = { ...batches.arrays, seed: Int32Array.of(plan.seed), step: validation.step };
      validation.parts.push({ batches, executable, feeds });
    }
    return validation;
  }

  /**
   * The loss (each batch's weighs as many as it has samples) and the metrics of all validation samples; undefined
   * where there are none.
   */
  async run(): Promise<Figures | undefined> {
    if (this.parts.length === 0) return undefined;
    this.totals.clear();
    this.lossSum = 0;
    this.samples = 0;
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
    return { loss: this.lossSum / this.samples, ...this.totals.figures() };
  }

  private add(outputs: HostArrays, samples: number): void {
    this.lossSum += (outputs.loss?.[0] ?? NaN) * samples;
    this.samples += samples;
    this.totals.add(outputs);
  }
}
