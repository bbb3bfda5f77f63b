import { boolean, integer } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";

const params = {
  repeat: integer({
    help: "How often the four samples are repeated, so that an epoch has several steps.",
    default: 1,
    minimum: 1,
    maximum: 100_000,
  }),
  bipolar: boolean({ help: "Write false and true as −1 and 1 instead of 0 and 1.", default: false }),
};
export type GateParams = Values<typeof params>;

/** A truth table of two inputs: four samples, all of them for training. */
const gate = <const N extends string>(name: N, summary: string) =>
  defineSource({
    name,
    summary,
    params,
    readsFiles: false,
    fixed: true,
    samples: ({ repeat }) => (repeat === undefined ? undefined : 4 * repeat),
    validation: 0,
    ports: ({ bipolar }) => {
      const values = { dtype: "float32", range: { low: bipolar ? -1 : 0, high: 1 }, whole: true } as const;
      return [
        { name: "input", shape: [2], ...values },
        { name: "target", shape: [1], ...values },
      ];
    },
  });

export const and = gate("and", "The truth table of AND: linearly separable.");
export const or = gate("or", "The truth table of OR: linearly separable.");
export const xor = gate("xor", "The truth table of XOR: not linearly separable.");
