import type { AddingParams } from "../catalog/adding";
import { purposes, randomSequence } from "../random";
import { generator } from "./loader";

/**
 * The adding problem of Hochreiter and Schmidhuber (1997), experiment 4, with numbers from [0, 1) and one mark in each
 * half, as in Le, Jaitly and Hinton (2015), arXiv:1504.00941. Each step has a number and its mark. Whoever always
 * answers 1 has a mean squared error of 1/6.
 */
export const adding = generator<AddingParams>({
  draw: ({ samples, length }, seed) => {
    const input = new Float32Array(samples * length * 2);
    const target = new Float32Array(samples);
    const half = Math.floor(length / 2);
    for (let sample = 0; sample < samples; sample++) {
      const random = randomSequence(seed, purposes.generator, sample);
      const first = random.below(half);
      const second = half + random.below(length - half);
      let sum = 0;
      for (let step = 0; step < length; step++) {
        const at = 2 * (sample * length + step);
        const value = Math.fround(random.uniform());
        input[at] = value;
        if (step !== first && step !== second) continue;
        input[at + 1] = 1;
        sum += value;
      }
      target[sample] = sum;
    }
    return [input, target];
  },
});
