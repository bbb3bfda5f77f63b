import type { EpochEvent, StepsEvent } from "../run/events";
import { Column } from "./Column";
import { MetricColumn } from "./MetricColumn";
import { lossProgress, type LossProgress, newestSteps } from "./lossProgress";

/** The losses of a run. A resumed run repeats some steps; their new losses replace the old ones. */
export class RunLosses {
  readonly loss = new Column();
  readonly train = new MetricColumn();
  readonly validation = new MetricColumn();
  private readonly step = new Column();

  appendSteps({ first, loss }: StepsEvent): void {
    this.forgetFrom(first);
    for (const [index, value] of loss.entries()) {
      this.step.push(first + index);
      this.loss.push(value);
    }
  }

  appendEpoch({ step, train, validation }: EpochEvent): void {
    this.train.append(step, train.loss);
    if (validation) this.validation.append(step, validation.loss);
  }

  /** 0 before the first step. */
  get lastStep(): number {
    return this.step.length === 0 ? 0 : this.step.last;
  }

  get progress(): LossProgress | undefined {
    const newest = this.loss.view(Math.max(0, this.loss.length - newestSteps));
    return lossProgress(this.loss.get(0), newest.reduce((sum, value) => sum + value, 0) / newest.length);
  }

  forgetFrom(step: number): void {
    const length = this.step.lowerBound(step);
    if (length === this.step.length) return;
    this.step.truncate(length);
    this.loss.truncate(length);
    this.train.forgetFrom(step);
    this.validation.forgetFrom(step);
  }
}
