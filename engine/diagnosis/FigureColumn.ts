import { Column } from "./Column";

/** One quantity of a part of the data at the end of epochs. A run that is resumed says some again; the new ones replace the old. */
export class FigureColumn {
  readonly step = new Column();
  readonly value = new Column();

  append(step: number, value: number): void {
    this.forgetFrom(step);
    this.step.push(step);
    this.value.push(value);
  }

  /** Drops what came at this step or after it. */
  forgetFrom(step: number): void {
    const kept = this.step.lowerBound(step);
    this.step.truncate(kept);
    this.value.truncate(kept);
  }
}
