import type { HostArrays } from "../tensor/hostArrays";
import { at } from "../tensor/tensor";
import { BatchOrder, batchSizes } from "./BatchOrder";
import { BatchReader } from "./BatchReader";
import type { LoadedDataset } from "./dataset";
import { purposes, randomSequence, shuffle } from "./random";

interface BatchOptions {
  readonly batchSize: number;
  /** Arrays that every batch is fed with beside its samples. */
  readonly scalars?: HostArrays;
}

export interface TrainingOptions extends BatchOptions {
  readonly seed: number;
  /** Leaves out the smaller batch that is left over at an epoch's end; the next epoch's order leaves out other samples. */
  readonly dropLast: boolean;
}

/** How many samples of each Dataset an epoch takes: as many as the smallest has to train on. */
export function trainingSamples(datasets: readonly LoadedDataset[]): number {
  return Math.min(...datasets.map(({ dataset }) => dataset.train.length));
}

/** How many samples of each Dataset a validation takes: as many as the smallest has for it. */
export function validationSamples(datasets: readonly LoadedDataset[]): number {
  return Math.min(...datasets.map(({ dataset }) => dataset.validation.length));
}

/**
 * Shuffled batches of the training samples, in another order each epoch, drawn from the model's seed. A step of the run has
 * always the same samples, so a run resumes exactly.
 *
 * @param options `batchSize` is at most the number of training samples.
 */
export function trainingBatches(
  datasets: readonly LoadedDataset[],
  { batchSize, seed, dropLast, scalars = {} }: TrainingOptions,
): BatchReader {
  const orders = datasets.map(({ dataset }) => new Int32Array(dataset.train.length));
  const shuffled = (epoch: number) => {
    for (const [index, order] of orders.entries()) {
      order.set(at(datasets, index).dataset.train);
      shuffle(order, randomSequence(seed, purposes.shuffle, epoch));
    }
    return orders;
  };
  const samples = trainingSamples(datasets);
  const sizes = batchSizes(samples, batchSize, dropLast);
  return new BatchReader(datasets, new BatchOrder(sizes, samples, shuffled), scalars);
}

/** Batches that cover the validation samples once, in order, in a pass; undefined where there are none. */
export function validationBatches(
  datasets: readonly LoadedDataset[],
  { batchSize, scalars = {} }: BatchOptions,
): BatchReader | undefined {
  const samples = validationSamples(datasets);
  if (samples === 0 || datasets.length === 0) return undefined;
  const orders = datasets.map(({ dataset }) => dataset.validation);
  const order = new BatchOrder(batchSizes(samples, batchSize), samples, () => orders);
  return new BatchReader(datasets, order, scalars);
}
