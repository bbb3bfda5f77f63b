import { fillPhilox, uniformFrom } from "../../ops/philox";
import { sizeOf } from "../../tensor/tensor";
import type { RandomParams } from "../catalog/random";
import { purposes } from "../random";
import { generator } from "./loader";

/**
 * Uniform random inputs and, independent of them, targets. Numbers are drawn in bulk, because one image may have hundreds
 * of thousands. Sample i of a port has the counters (0, i, stream, port), (1, i, stream, port), …, so that the first n
 * samples do not depend on their number.
 */
export const random = generator<RandomParams>({
  draw: ({ samples, shape, vocabulary, bipolar, targetShape, classes, stream }, seed) => {
    const port = (index: number, shape: readonly number[], below: number | undefined, low: number) => {
      const size = sizeOf(shape);
      const data = below === undefined ? new Float32Array(samples * size) : new Int32Array(samples * size);
      const words = new Uint32Array(4 * Math.min(blocksAtOnce, Math.ceil(size / 4)));
      for (let sample = 0; sample < samples; sample++) {
        for (let from = 0; from < size; from += words.length) {
          fillPhilox(words, [from / 4, sample, stream, index], [seed, purposes.generator]);
          const count = Math.min(words.length, size - from);
          const offset = sample * size + from;
          if (below === undefined)
            for (let i = 0; i < count; i++) data[offset + i] = low + (1 - low) * uniformFrom(words[i] ?? 0);
          else
            for (let i = 0; i < count; i++)
              data[offset + i] = Math.floor(((words[i] ?? 0) / 0x100000000) * below);
        }
      }
      return data;
    };
    return [port(0, shape, vocabulary, bipolar ? -1 : 0), port(1, targetShape, classes, 0)];
  },
});

/** Few enough for their numbers to stay in the processor's cache. */
const blocksAtOnce = 1024;
