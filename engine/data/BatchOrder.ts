import { at } from "../tensor/tensor";

/** The batch sizes of one pass over the samples: that of full batches, and that of the smaller last batch, if any. */
export function batchSizes(samples: number, batchSize: number, dropLast = false): number[] {
  const full = Math.min(batchSize, samples);
  const left = samples % batchSize;
  return [full, left].filter((size, part) => size > 0 && (part === 0 || (samples > batchSize && !dropLast)));
}

/** The number of batches of one pass over the samples. */
export function stepsFor(samples: number, batchSize: number, dropLast: boolean): number {
  return dropLast ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}

/** Which samples each step (from 0) takes, in repeated passes over several Datasets in parallel. */
export class BatchOrder {
  /** Steps per pass. */
  readonly steps: number;
  private readonly fullSteps: number;
  private ordered = -1;
  private orders: readonly Int32Array[] = [];

  /**
   * @param orderOf The sample indices of each Dataset in the order of a pass (from 0); at least as many as a pass
   * takes.
   */
  constructor(
    readonly sizes: readonly number[],
    samples: number,
    private readonly orderOf: (pass: number) => readonly Int32Array[],
  ) {
    this.fullSteps = Math.floor(samples / at(sizes, 0));
    this.steps = this.fullSteps + sizes.length - 1;
  }

  partOf(step: number): 0 | 1 {
    return step % this.steps < this.fullSteps ? 0 : 1;
  }

  /** The position of a step's first sample in the order of its pass. */
  startOf(step: number): number {
    return (step % this.steps) * at(this.sizes, 0);
  }

  /** The order of a Dataset's samples in the pass of a step. */
  of(dataset: number, step: number): Int32Array {
    const pass = Math.floor(step / this.steps);
    if (pass !== this.ordered) this.orders = this.orderOf(pass);
    this.ordered = pass;
    return at(this.orders, dataset);
  }
}
