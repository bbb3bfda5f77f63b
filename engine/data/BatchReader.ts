import type { HostArrays } from "../tensor/hostArrays";
import type { Batch } from "./batch";
import { BatchBuffer } from "./BatchBuffer";
import type { BatchOrder } from "./BatchOrder";
import type { LoadedDataset } from "./dataset";

/**
 * Reads the batches of several Datasets in parallel, by step (from 0), in any order of steps. Uses one buffer for
 * samples in memory, otherwise two, so that the next batch is read while a step runs.
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

  /** Steps per pass over the samples. */
  get steps(): number {
    return this.order.steps;
  }

  /** The size of full batches, and that of the smaller last batch of a pass, if any. */
  get sizes(): readonly number[] {
    return this.order.sizes;
  }

  /** The steps of a pass whose batches have the size of this part. */
  stepsOf(part: number): number[] {
    return Array.from({ length: this.steps }, (_, step) => step).filter(
      (step) => this.order.partOf(step) === part,
    );
  }

  /**
   * The batch of a step, whose arrays stay unchanged until the next call. A promise only if samples are not in memory:
   * when it resolves, the batch of the next step is read ahead; an error in that is reported when that step is
   * requested.
   *
   * @param end Steps from this one on are not read ahead.
   * @throws DataError, as a rejection, if samples cannot be read.
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

  /** The index of the sample of a node's Dataset in a row (from 0) of a step's batch. */
  sampleAt(node: string, step: number, row: number): number | undefined {
    const dataset = this.datasets.findIndex((one) => one.node === node);
    return dataset < 0 ? undefined : this.order.of(dataset, step)[this.order.startOf(step) + row];
  }
}
