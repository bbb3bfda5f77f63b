import type { LinesParams } from "../catalog/lines";
import { purposes, randomSequence } from "../random";
import { generator } from "./loader";

/** Points with x uniform in −1 … 1, and for classification y as well. */
export const lines = generator<LinesParams>({
  draw: ({ samples, task, slope, intercept, noise }, seed) => {
    const random = randomSequence(seed, purposes.generator);
    const width = task === "classification" ? 2 : 1;
    const input = new Float32Array(width * samples);
    const target = new Float32Array(samples);
    for (let sample = 0; sample < samples; sample++) {
      const x = random.between(-1, 1);
      const height = slope * x + intercept + noise * random.normal();
      input[width * sample] = x;
      if (task === "classification") {
        const y = random.between(-1, 1);
        input[width * sample + 1] = y;
        target[sample] = y > height ? 1 : 0;
      } else target[sample] = height;
    }
    return [input, target];
  },
});
