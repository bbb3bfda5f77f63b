import type { Random } from "../data/random";

export interface SamplingOptions {
  /** Divides the scores before the softmax: below 1 the likely becomes likelier; 0 takes the most likely. */
  readonly temperature: number;
  /** Only so many of the most likely are drawn from; all by default. */
  readonly topK?: number;
}

/**
 * The index of a class, drawn from the logarithms of the probabilities of all. Of equally likely ones, the first counts
 * as more likely. Top-k: A. Fan, M. Lewis and Y. Dauphin, "Hierarchical Neural Story Generation" (2018).
 */
export function sample(
  logProbabilities: Float32Array | Float64Array | Int32Array,
  { temperature, topK = logProbabilities.length }: SamplingOptions,
  random: Random,
): number {
  const order = Array.from(logProbabilities, (_, index) => index).sort(
    (a, b) => (logProbabilities[b] ?? 0) - (logProbabilities[a] ?? 0),
  );
  const [best = 0] = order;
  if (temperature === 0 || topK === 1) return best;
  const most = logProbabilities[best] ?? 0;
  const candidates = order.slice(0, topK);
  const weights = candidates.map((index) => Math.exp(((logProbabilities[index] ?? 0) - most) / temperature));
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, index] of candidates.entries()) {
    left -= weights[place] ?? 0;
    if (left < 0) return index;
  }
  return best;
}
