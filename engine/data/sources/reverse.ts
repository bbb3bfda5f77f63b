import type { ReverseParams } from "../catalog/reverse";
import { purposes, randomSequence } from "../random";
import { generator } from "./loader";

/** Letters and the same backwards; the decoder's input is the target one step later, after the start token. */
export const reverse = generator<ReverseParams>({
  draw: ({ samples, length, vocabulary: start }, seed) => {
    const source = new Int32Array(samples * length);
    const input = new Int32Array(samples * length).fill(start);
    const target = new Int32Array(samples * length);
    for (let sample = 0; sample < samples; sample++) {
      const random = randomSequence(seed, purposes.generator, sample);
      const [first, last] = [sample * length, (sample + 1) * length - 1];
      for (let step = 0; step < length; step++)
        source[first + step] = target[last - step] = random.below(start);
      input.set(target.subarray(first, last), first + 1);
    }
    return [source, input, target];
  },
});
