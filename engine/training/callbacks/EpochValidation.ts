import { withHint } from "../../run/withHint";
import { noRowCounts, noValidationRowCounts, validationNotFinite } from "../errors";
import type { TrainingRun } from "../TrainingRun";
import type { Callback, EpochResult } from "./Callback";

/** Evaluates the validation part at the end of an epoch and reports the epoch; warns of losses that mean nothing. */
export class EpochValidation implements Callback {
  private checked = false;

  constructor(private readonly run: TrainingRun) {}

  async epoch(result: EpochResult): Promise<void> {
    const { run } = this;
    const { validation: evaluation } = run.opened;
    const { epoch, step } = result;
    const train = run.log.takeEpoch();
    await this.checkNumbers();
    const validation = await evaluation.run();
    this.warnOfLosses(epoch, validation?.loss);
    run.send({ event: "epoch", run: run.path, epoch, step, train, ...(validation && { validation }) });
    result.loss = validation && evaluation.withoutRows() === undefined ? validation.loss : train.loss;
  }

  /** Warns once, before the first evaluation, of numbers in the validation part that a loss or a table does not take. */
  private async checkNumbers(): Promise<void> {
    if (this.checked) return;
    this.checked = true;
    const outside = await this.run.opened.validation.outside();
    if (!outside) return;
    const { message, details } = outside;
    this.run.warn("value-out-of-range", withHint({ message, ...details }), details.nodeId);
  }

  /** Warns if a batch or the validation part has no loss: because no row of it counts, or because it is not finite. */
  private warnOfLosses(epoch: number, validationLoss: number | undefined): void {
    const { run } = this;
    const { empty } = run.log;
    if (empty.loss !== undefined && empty.steps > 0)
      run.warn("no-row-counts", noRowCounts(empty.steps, epoch, empty.loss), empty.loss);
    const loss = run.opened.validation.withoutRows();
    if (loss !== undefined) run.warn("no-validation-row-counts", noValidationRowCounts(loss), loss);
    else if (validationLoss !== undefined && !Number.isFinite(validationLoss))
      run.warn("validation-not-finite", validationNotFinite(epoch));
  }
}
