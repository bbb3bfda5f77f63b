import type { GateParams } from "../catalog/gates";
import { generator } from "./loader";

/** The four rows of a truth table, in the order 00, 01, 10, 11. */
export const gate = (truth: (a: boolean, b: boolean) => boolean) =>
  generator<GateParams>({
    draw: ({ repeat, bipolar }) => {
      const input = new Float32Array(8 * repeat);
      const target = new Float32Array(4 * repeat);
      const write = (value: boolean): number => (value ? 1 : bipolar ? -1 : 0);
      for (let sample = 0; sample < 4 * repeat; sample++) {
        const [a, b] = [(sample & 2) !== 0, (sample & 1) !== 0];
        input[2 * sample] = write(a);
        input[2 * sample + 1] = write(b);
        target[sample] = write(truth(a, b));
      }
      return [input, target];
    },
  });
