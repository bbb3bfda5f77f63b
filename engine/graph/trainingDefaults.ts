/** The range of the default batch size. */
export const defaultBatchSizes = { least: 8, most: 64 } as const;
/** The minimum number of steps per epoch when the batch size is chosen. */
const stepsInEpoch = 16;

/** The target number of steps of a run when the number of epochs is chosen, and the bounds of that number. */
const stepsInRun = 1000;
const epochs = { least: 5, most: 100 } as const;

/**
 * The default batch size for a number of training rows: the largest power of two from 8 to 64 that gives an epoch of at
 * least 16 steps. With 1,024 rows or more it is 64; smaller sets get more steps out of each epoch.
 */
export function defaultBatchSize(rows: number): number {
  const { least, most } = defaultBatchSizes;
  let size: number = most;
  while (size > least && rows / size < stepsInEpoch) size /= 2;
  return size;
}

/** The default number of epochs for a number of steps per epoch: about 1,000 steps in all, from 5 epochs to 100. */
export function defaultEpochs(stepsPerEpoch: number): number {
  return Math.min(Math.max(Math.ceil(stepsInRun / stepsPerEpoch), epochs.least), epochs.most);
}
