import type { LossProgress } from "./lossProgress";
import { median } from "./median";
import type { ObservedWeight } from "./observed";

/** The loss over the run's first: below it the network has learned, and gradients are as small as the loss. */
const learnedLoss = 1e-2;
/** A loss below this is done whatever it began at, as when a finished network is trained further. */
const tinyLoss = 1e-6;
/** Also learned: the loss halved, and the largest gradient fell to this share of the run's largest. */
const restedShare = 1e-2;

/** Whether small gradients are the end of learning: the loss is next to nothing, or came to rest far below its start. */
export function hasLearned(weights: readonly ObservedWeight[], loss: LossProgress | undefined): boolean {
  if (loss === undefined) return false;
  const { first, now } = loss;
  if (Math.abs(now) <= tinyLoss) return true;
  if (first > 0 && now >= 0 && now <= first * learnedLoss) return true;
  if (!(now <= first - Math.abs(first) / 2)) return false;
  let [current, largest] = [0, 0];
  for (const { gradientNorms, largestNorm, size } of weights) {
    const norm = median(gradientNorms.slice(-5));
    if (norm > 0) current = Math.max(current, norm / Math.sqrt(size));
    largest = Math.max(largest, largestNorm / Math.sqrt(size));
  }
  return current <= largest * restedShare;
}
