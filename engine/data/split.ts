import { purposes, randomSequence, shuffle } from "./random";
import { validationSize } from "./catalog/validationSize";

/** Which samples train and which validate, each in ascending order. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Keeps a share of the samples for validation: a random part, or for an ordered series its end, so that what is
 * predicted lies after everything learnt from. At least one sample is left to train on.
 */
export function split(
  samples: number,
  { validation, seed, ordered }: { validation: number; seed: number; ordered: boolean },
): Split {
  const kept = validationSize(samples, validation);
  const order = new Int32Array(samples);
  for (let index = 0; index < samples; index++) order[index] = index;
  if (!ordered) shuffle(order, randomSequence(seed, purposes.split));
  return {
    train: order.subarray(0, samples - kept).sort(),
    validation: order.subarray(samples - kept).sort(),
  };
}
