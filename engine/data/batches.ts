import type { HostArrays } from "../tensor/hostArrays";
import { at } from "../tensor/tensor";
import { BatchOrder, batchSizes } from "./BatchOrder";
import { BatchReader } from "./BatchReader";
import type { LoadedDataset } from "./dataset";
import { streamOrder } from "./streamOrder";
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
 * Whether an epoch has only full batches: a Dataset is read in its own order, where a row is a stream, or gathered by
 * playing, where a batch is drawn from all there is.
 */
export function areFull(datasets: readonly LoadedDataset[]): boolean {
  return datasets.some(({ dataset: { sequential = false, play } }) => sequential || play !== undefined);
}

/**
 * Batches of the training samples: in streams for a sequential Dataset, otherwise reshuffled every epoch by the model's
 * seed. The samples of a step depend only on its number, so a run resumes exactly.
 *
 * @param options `batchSize` is at most the number of training samples.
 */
export function trainingBatches(
  datasets: readonly LoadedDataset[],
  { batchSize, seed, dropLast, scalars = {} }: TrainingOptions,
): BatchReader {
  const samples = trainingSamples(datasets);
  const sizes = batchSizes(samples, batchSize, dropLast || areFull(datasets));
  const orders = datasets.map(({ dataset: { train, sequential } }) =>
    sequential ? streamOrder(train.subarray(0, samples), at(sizes, 0)) : new Int32Array(train.length),
  );
  const shuffled = (epoch: number) => {
    for (const [index, order] of orders.entries()) {
      const { train, sequential } = at(datasets, index).dataset;
      if (sequential) continue;
      order.set(train);
      shuffle(order, randomSequence(seed, purposes.shuffle, epoch));
    }
    return orders;
  };
  return new BatchReader(datasets, new BatchOrder(sizes, samples, shuffled), scalars);
}

/**
 * Batches that cover the validation samples once per pass, in order or, for a sequential Dataset, in streams; undefined
 * if there are none.
 */
export function validationBatches(
  datasets: readonly LoadedDataset[],
  { batchSize, scalars = {} }: BatchOptions,
): BatchReader | undefined {
  const samples = validationSamples(datasets);
  if (samples === 0 || datasets.length === 0) return undefined;
  const sizes = batchSizes(samples, batchSize, areFull(datasets));
  const orders = datasets.map(({ dataset: { validation, sequential } }) =>
    sequential ? streamOrder(validation.subarray(0, samples), at(sizes, 0)) : validation,
  );
  const order = new BatchOrder(sizes, samples, () => orders);
  return new BatchReader(datasets, order, scalars);
}
