import { purposes, randomSequence, shuffle } from "./random";
import { validationSize } from "./catalog/validationSize";

/** The indices of the training and validation samples, each in ascending order. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Holds out a fraction of the samples for validation: a random subset or, for a time series, its end, so that all
 * training samples precede the predicted values. At least one sample remains for training.
 */
export function split(
  samples: number,
  { validation, seed, ordered }: { validation: number; seed: number; ordered: boolean },
): Split {
  const held = validationSize(samples, validation);
  const order = new Int32Array(samples);
  for (let index = 0; index < samples; index++) order[index] = index;
  if (!ordered) shuffle(order, randomSequence(seed, purposes.split));
  return {
    train: order.subarray(0, samples - held).sort(),
    validation: order.subarray(samples - held).sort(),
  };
}
