import { evaluationStep } from "../compiler/evaluationStep";
import type { EvaluationBatches } from "../data/batches";
import type { Executable } from "../runtime/runtime";
import { validationFeeds } from "./batchFeeds";
import type { TrainingPlan } from "./TrainingPlan";

/** Evaluates the whole validation part on the weights as they are. */
export class Validation {
  private sums: Record<string, number> = {};
  private samples = 0;
  private batchSize = 0;
  private readonly parts: { batches: EvaluationBatches; executable: Executable }[] = [];

  /** Compiles one step for the full batches and one for the remainder. */
  static async open(plan: TrainingPlan): Promise<Validation> {
    const validation = new Validation();
    for (const batches of validationFeeds(plan.nodes, plan.batchSize)) {
      const executable = await plan.session.load(
        evaluationStep(plan.typed, batches.batchSize),
        (_, outputs) => {
          for (const [name, value] of Object.entries(outputs)) {
            validation.sums[name] = (validation.sums[name] ?? 0) + (value[0] ?? NaN) * validation.batchSize;
          }
          validation.samples += validation.batchSize;
        },
      );
      validation.parts.push({ batches, executable });
    }
    return validation;
  }

  /** Means of `loss` and each metric over all validation samples; undefined where there are none. */
  async run(): Promise<Record<string, number> | undefined> {
    if (this.parts.length === 0) return undefined;
    this.sums = {};
    this.samples = 0;
    for (const { batches, executable } of this.parts) {
      this.batchSize = batches.batchSize;
      for (let step = 0; step < batches.steps; step++) {
        batches.fill(step);
        const wait = executable.run(batches.arrays, step);
        if (wait) await wait;
      }
      await executable.drain();
    }
    return Object.fromEntries(Object.entries(this.sums).map(([name, sum]) => [name, sum / this.samples]));
  }
}
