import type { HostArrays } from "../tensor/hostArrays";
import { at } from "../tensor/tensor";
import { BatchOrder, batchSizes } from "./BatchOrder";
import { BatchReader } from "./BatchReader";
import type { LoadedDataset } from "./dataset";
import { purposes, randomSequence, shuffle } from "./random";

interface BatchOptions {
  readonly batchSize: number;
  /** Further feeds of every batch, besides its samples. */
  readonly scalars?: HostArrays;
}

export interface TrainingOptions extends BatchOptions {
  readonly seed: number;
  /** Drops the smaller last batch of each epoch; each epoch's order drops different samples. */
  readonly dropLast: boolean;
}

/** The number of samples that an epoch takes of each Dataset: the smallest number of training samples. */
export function trainingSamples(datasets: readonly LoadedDataset[]): number {
  return Math.min(...datasets.map(({ dataset }) => dataset.train.length));
}

/** The number of samples that a validation takes of each Dataset: the smallest number of validation samples. */
export function validationSamples(datasets: readonly LoadedDataset[]): number {
  return Math.min(...datasets.map(({ dataset }) => dataset.validation.length));
}

/**
 * Batches of the training samples, reshuffled every epoch by the model's seed. The samples of a step depend only on its
 * number, so a run resumes exactly.
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

/** Batches that cover the validation samples once per pass, in order; undefined if there are none. */
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
