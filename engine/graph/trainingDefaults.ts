/** The sizes between which a batch size is chosen that the document leaves open. */
export const defaultBatchSizes = { least: 8, most: 64 } as const;
/** Steps that an epoch should have at least, where the batch size may be chosen. */
const stepsInEpoch = 16;

/** Steps that a run should have, where the number of epochs may be chosen, and the bounds of that number. */
const stepsInRun = 1000;
const epochs = { least: 5, most: 100 } as const;

/**
 * Samples in a step for so many training rows, where the document does not say: the largest power of two that leaves an
 * epoch at least 16 steps, from 8 to 64. Sets of 1,024 rows and more have 64, and smaller ones are not used up in a few steps.
 */
export function defaultBatchSize(rows: number): number {
  const { least, most } = defaultBatchSizes;
  let size: number = most;
  while (size > least && rows / size < stepsInEpoch) size /= 2;
  return size;
}

/** Epochs of so many steps, where the document does not say: about 1,000 steps in all, from 5 epochs to 100. */
export function defaultEpochs(stepsPerEpoch: number): number {
  return Math.min(Math.max(Math.ceil(stepsInRun / stepsPerEpoch), epochs.least), epochs.most);
}
