import type { HostArrays } from "../tensor/hostArrays";
import type { Batch } from "./batch";
import { BatchBuffer } from "./BatchBuffer";
import type { BatchOrder } from "./BatchOrder";
import type { LoadedDataset } from "./dataset";

/**
 * The batches of several Datasets side by side, by step (from 0); any step can be asked for at any time. Of samples in memory
 * there is one buffer; of others there are two, so that the next batch is read while a step runs.
 */
export class BatchReader {
  private current: BatchBuffer;
  private ahead: BatchBuffer | undefined;

  constructor(
    private readonly datasets: readonly LoadedDataset[],
    private readonly order: BatchOrder,
    private readonly scalars: HostArrays,
  ) {
    this.current = new BatchBuffer(datasets, order, scalars);
  }

  /** Of one pass over the samples. */
  get steps(): number {
    return this.order.steps;
  }

  /** Of the full batches, and of the smaller one at a pass's end where there is one. */
  get sizes(): readonly number[] {
    return this.order.sizes;
  }

  /** The steps of a pass that have batches of one of the sizes. */
  stepsOf(part: number): number[] {
    return Array.from({ length: this.steps }, (_, step) => step).filter(
      (step) => this.order.partOf(step) === part,
    );
  }

  /**
   * The batch of a step, whose arrays are its own until the next call. A promise only where samples are not in memory: once it
   * resolves, the batch of the next step is read, and an error in that waits until that step is asked for.
   *
   * @param end The step before which reading ahead ends.
   * @throws DataError, as a rejection, where samples cannot be read.
   */
  read(step: number, end = step + 1): Batch | Promise<Batch> {
    const { current, ahead } = this;
    if (ahead?.step === step && current.step !== step) {
      this.current = ahead;
      this.ahead = current;
    }
    const batch = this.current.read(step);
    if (!(batch instanceof Promise) || step + 1 >= end) return batch;
    return batch.then((read) => {
      this.ahead ??= new BatchBuffer(this.datasets, this.order, this.scalars);
      void this.ahead.read(step + 1);
      return read;
    });
  }

  /** The number of the sample of a node's Dataset in a row (from 0) of a step's batch. */
  sampleAt(node: string, step: number, row: number): number | undefined {
    const dataset = this.datasets.findIndex((one) => one.node === node);
    return dataset < 0 ? undefined : this.order.of(dataset, step)[this.order.startOf(step) + row];
  }
}
