import type { CopyParams } from "../catalog/copy";
import { purposes, randomSequence } from "../random";
import { generator } from "./loader";

/**
 * The copying problem (Hochreiter and Schmidhuber 1997), in the form of Arjovsky, Shah and Bengio (2016),
 * arXiv:1511.06464: letters, then blanks whose last is a sign to begin, then blanks while the letters are repeated.
 */
export const copy = generator<CopyParams>({
  draw: ({ samples, length, delay, vocabulary: blank }, seed) => {
    const steps = 2 * length + delay;
    const go = blank + 1;
    const input = new Int32Array(samples * steps).fill(blank);
    const target = new Int32Array(samples * steps).fill(blank);
    for (let sample = 0; sample < samples; sample++) {
      const random = randomSequence(seed, purposes.generator, sample);
      const start = sample * steps;
      for (let step = 0; step < length; step++) {
        const letter = random.below(blank);
        input[start + step] = letter;
        target[start + length + delay + step] = letter;
      }
      input[start + length + delay - 1] = go;
    }
    return [input, target];
  },
});
