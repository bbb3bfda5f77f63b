import { at } from "../tensor/tensor";
import type { PortFacts, UntrainedClass } from "./catalog/facts";
import type { Split } from "./split";

/** A class with at least this many rows almost certainly has training rows. */
const rare = 500;
/** A larger dataset is not split just to find classes without training rows. */
const maximumRows = 1 << 24;
const maximumClasses = 10;

/** Collects the rows of rare classes, to find the classes that have no training rows. */
export class ClassRows {
  private readonly counts: number[] = [];
  private readonly firsts: number[] = [];
  /** By class; emptied once a class has too many. */
  private readonly rows: number[][] = [];
  private length = 0;

  /** A lower bound on the number of classes: the largest label added, plus 1. */
  get classes(): number {
    return this.counts.length;
  }

  add(label: number): void {
    const row = this.length++;
    const count = (this.counts[label] ?? 0) + 1;
    this.counts[label] = count;
    if (count === 1) this.firsts[label] = row;
    if (count < rare) (this.rows[label] ??= []).push(row);
    else if (count === rare) this.rows[label] = [];
  }

  /**
   * The bounds of the classes that occur.
   *
   * @param order For each class, the label under which it was added, if that differs.
   */
  facts(classes: number, order?: readonly number[]): Pick<PortFacts, "range" | "whole"> {
    const firsts = Array.from(
      { length: classes },
      (_, label) => this.firsts[order ? at(order, label) : label],
    );
    const low = firsts.findIndex((row) => row !== undefined);
    const high = firsts.findLastIndex((row) => row !== undefined);
    return low < 0
      ? {}
      : { range: { low, high, lowAt: firsts[low] ?? 0, highAt: firsts[high] ?? 0 }, whole: true };
  }

  /**
   * The first ten classes without training rows.
   *
   * @param order As for `facts`.
   */
  untrained(classes: number, split: (rows: number) => Split, order?: readonly number[]): UntrainedClass[] {
    const found: UntrainedClass[] = [];
    let validation: Int32Array | undefined;
    for (let label = 0; label < classes && found.length < maximumClasses; label++) {
      const added = order ? at(order, label) : label;
      const count = this.counts[added] ?? 0;
      if (count >= rare || (count > 0 && this.length > maximumRows)) continue;
      if (count > 0) validation ??= split(this.length).validation;
      const held = validation;
      if (count === 0 || (held && this.rows[added]?.every((row) => includes(held, row))))
        found.push({ class: label, validation: count });
    }
    return found;
  }
}

/** Whether an ascending list contains a number. */
function includes(list: Int32Array, wanted: number): boolean {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}
