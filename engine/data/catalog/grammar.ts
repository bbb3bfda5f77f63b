import { integer, number } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { letters, mostLetters } from "./letters";
import { defineSource } from "./source";
import { tokenPort } from "./tokenPort";

const params = {
  samples: integer({ help: "How many pieces of text.", default: 10_000, minimum: 1, maximum: 1_000_000 }),
  length: integer({ help: "Characters of a piece.", default: 32, minimum: 1, maximum: 10_000 }),
  masked: number({
    help: "Fraction of the characters that are hidden; at least one is.",
    default: 0.15,
    above: 0,
    maximum: 1,
  }),
};
export type GrammarParams = Values<typeof params>;

/** The characters of the grammar's sentences, by their indices; the one that hides a character comes after them. */
export const grammarCharacters: readonly string[] = letters(mostLetters, " ", ".") ?? [];

export const grammar = defineSource({
  name: "grammar",
  summary:
    "Sentences of a small grammar with hidden characters: input has _ in their places, target is the text, and mask is 1 where it was hidden.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ length }) => [
    tokenPort("input", length, [...grammarCharacters, "_"]),
    tokenPort("target", length, grammarCharacters),
    {
      name: "mask",
      shape: length === undefined ? undefined : [length],
      dtype: "float32",
      range: { low: 0, high: 1 },
      whole: true,
    },
  ],
});
