import type { HostArray } from "../tensor/hostArrays";
import { at, sizeOf } from "../tensor/tensor";
import type { DataColumn, Dataset } from "./dataset";
import { purposes, randomSequence, shuffle } from "./random";

/** By feed name. The arrays stay the same; `fill` writes the next samples into them. */
export type BatchArrays = Readonly<Record<string, HostArray>>;

/** The arrays of batches of one size. */
export interface Batch {
  readonly size: number;
  readonly arrays: BatchArrays;
}

export interface TrainingBatches {
  readonly stepsPerEpoch: number;
  /** The full batch, and the smaller one at an epoch's end where there is one. */
  readonly batches: readonly [Batch, Batch?];
  /**
   * Writes the batch of a step (0 … stepsPerEpoch − 1) of an epoch (from 0) into the arrays of one of `batches`, and gives
   * its place there. Any step of any epoch can be asked for, so a run resumes exactly; no array is allocated.
   */
  readonly fill: (epoch: number, step: number) => 0 | 1;
  /** The number of the sample that is in a row (from 0) of that step's batch. */
  readonly sampleAt: (epoch: number, step: number, row: number) => number;
}

/** Batches of one size that cover a list of samples once. */
export interface EvaluationBatches {
  readonly batchSize: number;
  readonly steps: number;
  readonly arrays: BatchArrays;
  fill(step: number): void;
  /** The number of the sample in a row of a step's batch. */
  sampleAt(step: number, row: number): number;
}

export interface BatchOptions {
  readonly batchSize: number;
  /** The feed of each port that is wanted: `image` → `digits.image`. */
  readonly feeds: Readonly<Record<string, string>>;
}

export interface TrainingOptions extends BatchOptions {
  readonly seed: number;
  /** How many samples an epoch takes, at least `batchSize`; all by default. */
  readonly samples?: number;
  /** Leaves out the smaller batch that is left over at an epoch's end; the next epoch's order leaves out other samples. */
  readonly dropLast: boolean;
}

/** Shuffled batches of the training samples, in another order each epoch, drawn from the model's seed. */
export function trainingBatches(
  dataset: Dataset,
  { batchSize, feeds, seed, samples = dataset.train.length, dropLast }: TrainingOptions,
): TrainingBatches {
  const { train } = dataset;
  const targetOf = (size: number) => ({ size, ...openTarget(dataset, feeds, size) });
  const full = targetOf(batchSize);
  const fullSteps = Math.floor(samples / batchSize);
  const left = samples - fullSteps * batchSize;
  const last = left > 0 && !dropLast ? targetOf(left) : undefined;
  const order = new Int32Array(train.length);
  let orderedFor = -1;
  const shuffleFor = (epoch: number) => {
    if (epoch === orderedFor) return;
    order.set(train);
    shuffle(order, randomSequence(seed, purposes.shuffle, epoch));
    orderedFor = epoch;
  };
  return {
    stepsPerEpoch: fullSteps + (last ? 1 : 0),
    batches: last ? [full, last] : [full],
    fill: (epoch, step) => {
      shuffleFor(epoch);
      const isLast = last !== undefined && step === fullSteps;
      (isLast ? last : full).gather(order, step * batchSize);
      return isLast ? 1 : 0;
    },
    sampleAt: (epoch, step, row) => {
      shuffleFor(epoch);
      return order[step * batchSize + row] ?? 0;
    },
  };
}

/**
 * Batches that cover every one of the samples once, in order: the full ones, then one smaller for the remainder. An empty
 * list for no samples.
 */
export function evaluationBatches(
  dataset: Dataset,
  samples: Int32Array,
  { batchSize: wanted, feeds }: BatchOptions,
): readonly EvaluationBatches[] {
  if (samples.length === 0) return [];
  const full = Math.min(wanted, samples.length);
  const steps = Math.floor(samples.length / full);
  const part = (batchSize: number, steps: number, from: number): EvaluationBatches => {
    const target = openTarget(dataset, feeds, batchSize);
    return {
      batchSize,
      steps,
      arrays: target.arrays,
      fill: (step) => target.gather(samples, from + step * batchSize),
      sampleAt: (step, row) => samples[from + step * batchSize + row] ?? 0,
    };
  };
  const parts = [part(full, steps, 0)];
  const left = samples.length - steps * full;
  if (left > 0) parts.push(part(left, 1, steps * full));
  return parts;
}

/** The arrays of one batch, and how samples get there. */
function openTarget(
  dataset: Dataset,
  feeds: Readonly<Record<string, string>>,
  batchSize: number,
): { arrays: BatchArrays; gather: (order: Int32Array, from: number) => void } {
  const arrays: Record<string, HostArray> = {};
  const copies: { column: DataColumn; size: number; array: HostArray }[] = [];
  for (const [port, feed] of Object.entries(feeds)) {
    const column = dataset.columns.find(({ name }) => name === port);
    if (!column) throw new Error(`the dataset has no port ${port}`);
    const size = sizeOf(column.shape);
    const array =
      column.dtype === "int32" ? new Int32Array(batchSize * size) : new Float32Array(batchSize * size);
    arrays[feed] = array;
    copies.push({ column, size, array });
  }
  return {
    arrays,
    gather: (order, from) => {
      for (let copy = 0; copy < copies.length; copy++) {
        const { column, size, array } = at(copies, copy);
        const { data } = column;
        for (let row = 0; row < batchSize; row++) {
          const start = (order[from + row] ?? 0) * size;
          // A block copy is seven times faster for an image, and worth a short-lived view; for a few numbers it is not.
          if (size > 16) array.set(data.subarray(start, start + size), row * size);
          else
            for (let element = 0; element < size; element++)
              array[row * size + element] = data[start + element] ?? 0;
        }
      }
    },
  };
}
