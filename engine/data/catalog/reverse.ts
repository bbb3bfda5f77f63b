import { integer } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { letters, mostLetters } from "./letters";
import { defineSource } from "./source";
import { tokenPort } from "./tokenPort";

const params = {
  samples: integer({ help: "How many sequences.", default: 10_000, minimum: 1, maximum: 1_000_000 }),
  length: integer({ help: "Letters of a sequence.", default: 10, minimum: 1, maximum: 10_000 }),
  vocabulary: integer({ help: "How many different letters.", default: 26, minimum: 2, maximum: mostLetters }),
};
export type ReverseParams = Values<typeof params>;

export const reverse = defineSource({
  name: "reverse",
  summary:
    "Letters to write backwards, for an encoder and a decoder: source, input (the target one step later, after a start token) and target.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ length, vocabulary }) => [
    tokenPort("source", length, letters(vocabulary)),
    tokenPort("input", length, letters(vocabulary, "^")),
    tokenPort("target", length, letters(vocabulary)),
  ],
});
