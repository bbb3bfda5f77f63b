import { Column } from "./Column";

/** One metric (or the loss) at the end of each epoch. A resumed run repeats some epochs; their new values replace the old ones. */
export class MetricColumn {
  readonly step = new Column();
  readonly value = new Column();

  append(step: number, value: number): void {
    this.forgetFrom(step);
    this.step.push(step);
    this.value.push(value);
  }

  /** Drops the values from this step on. */
  forgetFrom(step: number): void {
    const length = this.step.lowerBound(step);
    this.step.truncate(length);
    this.value.truncate(length);
  }
}
