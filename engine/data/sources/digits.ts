import { at } from "../../tensor/tensor";
import type { DigitsParams } from "../catalog/digits";
import { pick, purposes, randomSequence } from "../random";
import { ink } from "./digits/ink";
import { write } from "./digits/pen";
import { skeletons } from "./digits/skeletons";
import { generator } from "./loader";

const size = 28;

/**
 * The digits 0 … 9 in turn, each with its own random sequence, so the first n do not depend on the number of samples.
 */
export const digits = generator<DigitsParams>({
  draw: ({ samples, noise }, seed) => {
    const images = new Float32Array(samples * size * size);
    const labels = new Int32Array(samples);
    for (let sample = 0; sample < samples; sample++) {
      const label = sample % 10;
      const random = randomSequence(seed, purposes.generator, sample);
      const paths = write(pick(at(skeletons, label), random), size, random);
      const offset = sample * size * size;
      ink(images, offset, size, paths, {
        radius: random.between(0.55, 1.6),
        blur: random.between(0.9, 1.6),
      });
      const strength = random.between(0.75, 1);
      for (let pixel = offset; pixel < offset + size * size; pixel++) {
        const value = strength * (images[pixel] ?? 0) + (noise > 0 ? noise * random.normal() : 0);
        images[pixel] = Math.min(1, Math.max(0, value));
      }
      labels[sample] = label;
    }
    return [images, labels];
  },
});
