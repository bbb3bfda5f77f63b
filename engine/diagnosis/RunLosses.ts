import type { EpochEvent, StepsEvent } from "../run/events";
import { Column } from "./Column";
import { FigureColumn } from "./FigureColumn";
import { lossProgress, type LossProgress, newestSteps } from "./lossProgress";

/** The losses of a run. Steps that a resumed run says again replace the old ones. */
export class RunLosses {
  readonly loss = new Column();
  readonly train = new FigureColumn();
  readonly validation = new FigureColumn();
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

  /** 0 before the first. */
  get lastStep(): number {
    return this.step.length === 0 ? 0 : this.step.last;
  }

  get progress(): LossProgress | undefined {
    const newest = this.loss.view(Math.max(0, this.loss.length - newestSteps));
    return lossProgress(this.loss.get(0), newest.reduce((sum, value) => sum + value, 0) / newest.length);
  }

  forgetFrom(step: number): void {
    const kept = this.step.lowerBound(step);
    if (kept === this.step.length) return;
    this.step.truncate(kept);
    this.loss.truncate(kept);
    this.train.forgetFrom(step);
    this.validation.forgetFrom(step);
  }
}
