import { fillPhilox, uniformFrom } from "../ops/philox";
import { at } from "../tensor/tensor";

/**
 * The uses of random numbers: the second half of Philox's key, so that no two uses share a sequence. The operation
 * `random` uses 0.
 */
export const purposes = {
  generator: 1,
  split: 2,
  shuffle: 3,
  sampling: 4,
  play: 5,
  explore: 6,
  replay: 7,
  evaluation: 8,
} as const;

/** A sequence of random numbers, the same on every machine. */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** An integer in [0, count). */
  below(count: number): number;
  /** From the standard normal distribution (Box and Muller 1958). */
  normal(): number;
}

/** The sequence with Philox's key (seed, purpose) and counters (0, index, 0, 0), (1, index, 0, 0), … */
export function randomSequence(seed: number, purpose: number, index = 0): Random {
  // Several blocks at once are faster; a sequence of a few numbers must not become slower.
  const words = new Uint32Array(32);
  let block = 0;
  let used = words.length;
  const next = (): number => {
    if (used === words.length) {
      fillPhilox(words, [block, index, 0, 0], [seed, purpose]);
      block += words.length / 4;
      used = 0;
    }
    return words[used++] ?? 0;
  };
  const uniform = (): number => uniformFrom(next());
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    below: (count) => Math.floor((next() / 0x100000000) * count),
    // 1 − u is in (0, 1], where the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Shuffles a list in place; every order is equally likely (Fisher and Yates). */
export function shuffle(list: Int32Array, random: Random): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const swapped = list[last] ?? 0;
    list[last] = list[other] ?? 0;
    list[other] = swapped;
  }
}

/** A random element of a list, each equally likely. */
export function pick<T>(list: readonly T[], random: Random): T {
  return at(list, random.below(list.length));
}
