import type { LossProgress } from "./lossProgress";
import { median } from "./median";
import type { ObservedWeight } from "./observed";

/** The network has learned once the loss is below this fraction of the run's first; its gradients are then as small as the loss. */
const learnedFraction = 1e-2;
/** A loss below this needs no more training, whatever it began at, as when a trained network is trained further. */
const tinyLoss = 1e-6;
/** Also learned: the loss has halved, and the largest gradient has fallen to this fraction of the run's largest. */
const settledFraction = 1e-2;

/** Whether gradients are small because learning is done: the loss is nearly 0, or has settled far below its start. */
export function hasLearned(weights: readonly ObservedWeight[], loss: LossProgress | undefined): boolean {
  if (loss === undefined) return false;
  const { first, now } = loss;
  if (Math.abs(now) <= tinyLoss) return true;
  if (first > 0 && now >= 0 && now <= first * learnedFraction) return true;
  if (!(now <= first - Math.abs(first) / 2)) return false;
  let [current, largest] = [0, 0];
  for (const { gradientNorms, largestNorm, size } of weights) {
    const norm = median(gradientNorms.slice(-5));
    if (norm > 0) current = Math.max(current, norm / Math.sqrt(size));
    largest = Math.max(largest, largestNorm / Math.sqrt(size));
  }
  return current <= largest * settledFraction;
}
