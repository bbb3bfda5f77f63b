import type { EpochMetrics } from "../../run/events";
import { figureOf } from "../../tensor/path";
import { withHint } from "../../run/withHint";
import { noRowCounts, noValidationRowCounts, validationNotFinite } from "../errors";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";

/**
 * Runs validation at the end of an epoch and reports the epoch; warns about losses that are undefined or not finite.
 */
export class EpochValidation implements Callback {
  private checked = false;

  constructor(private readonly run: TrainingRun) {}

  async epoch(result: EpochResult): Promise<void> {
    const { run } = this;
    const { validation: evaluation } = run.opened;
    const { epoch, step } = result;
    const train = run.log.takeEpoch();
    await this.checkDomains();
    const rows = await evaluation.run();
    const validation = rows ?? (await this.evaluatePlay());
    this.warnOfLosses(epoch, rows?.loss);
    run.send({ event: "epoch", run: run.path, epoch, step, train, ...(validation && { validation }) });
    result.loss = rows && evaluation.lossWithoutRows() === undefined ? rows.loss : train.loss;
    result.losses = run.opened.plan.objectives.map(({ objective: { name } }) => {
      const figure = name === undefined ? "loss" : figureOf(name, "loss");
      return figure === "loss" ? result.loss : Number((rows ?? train)[figure]);
    });
    result.watched = this.watched(result.loss, train, validation);
  }

  /** What a network that plays has instead of validation rows, and so no loss: episodes played with its weights. */
  private async evaluatePlay(): Promise<EpochMetrics | undefined> {
    const mean = await this.run.opened.plan.experience?.evaluate();
    return mean === undefined ? undefined : { loss: NaN, return: mean };
  }

  /** The value of the watched figure, of the training rows if there are no validation rows. */
  private watched(loss: number, train: EpochMetrics, validation: EpochMetrics | undefined): number {
    const { part, figure } = this.run.opened.plan.watched;
    if (part === "training") return Number(train[figure.name]);
    if (figure.name === "loss") return loss;
    return Number(validation?.[figure.name] ?? train[figure.name]);
  }

  /**
   * Warns once, before the first validation, if its samples lead to values outside the domain of a loss or embedding.
   */
  private async checkDomains(): Promise<void> {
    if (this.checked) return;
    this.checked = true;
    const error = await this.run.opened.validation.outOfDomain();
    if (!error) return;
    const { message, details } = error;
    this.run.warn("value-out-of-range", withHint({ message, ...details }), details.nodeId);
  }

  /** Warns if the loss of a batch or of the validation set is undefined because no row counts, or is not finite. */
  private warnOfLosses(epoch: number, validationLoss: number | undefined): void {
    const { run } = this;
    const { empty } = run.log;
    if (empty.loss !== undefined && empty.steps > 0)
      run.warn("no-row-counts", noRowCounts(empty.steps, epoch, empty.loss), empty.loss);
    const loss = run.opened.validation.lossWithoutRows();
    if (loss !== undefined) run.warn("no-validation-row-counts", noValidationRowCounts(loss), loss);
    else if (validationLoss !== undefined && !Number.isFinite(validationLoss))
      run.warn("validation-not-finite", validationNotFinite(epoch));
  }
}
