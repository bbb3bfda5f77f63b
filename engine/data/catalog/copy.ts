import { integer } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { letters, mostLetters } from "./letters";
import { defineSource } from "./source";
import { tokenPort } from "./tokenPort";

const params = {
  samples: integer({ help: "How many sequences.", default: 10_000, minimum: 1, maximum: 1_000_000 }),
  length: integer({ help: "Letters to remember.", default: 10, minimum: 1, maximum: 1000 }),
  delay: integer({
    help: "Steps between the last letter and the first one to repeat.",
    default: 20,
    minimum: 1,
    maximum: 10_000,
  }),
  vocabulary: integer({ help: "How many different letters.", default: 8, minimum: 2, maximum: mostLetters }),
};
export type CopyParams = Values<typeof params>;

export const copy = defineSource({
  name: "copy",
  summary: "Letters to repeat after a delay: a test of a memory that holds several things.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ length, delay, vocabulary }) => {
    const steps = length === undefined || delay === undefined ? undefined : 2 * length + delay;
    return [
      tokenPort("input", steps, letters(vocabulary, "_", ">")),
      tokenPort("target", steps, letters(vocabulary, "_")),
    ];
  },
});
