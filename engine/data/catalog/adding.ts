import { integer } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";

const params = {
  samples: integer({ help: "How many sequences.", default: 10_000, minimum: 1, maximum: 1_000_000 }),
  length: integer({ help: "Steps of a sequence.", default: 100, minimum: 2, maximum: 10_000 }),
};
export type AddingParams = Values<typeof params>;

export const adding = defineSource({
  name: "adding",
  summary:
    "Sequences of random numbers, two of which are marked; the target is their sum. A test of a long memory.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ length }) => [
    {
      name: "input",
      shape: length === undefined ? undefined : [length, 2],
      dtype: "float32",
      range: { low: 0, high: 1 },
    },
    { name: "target", shape: [1], dtype: "float32", range: { low: 0, high: 2 } },
  ],
});
