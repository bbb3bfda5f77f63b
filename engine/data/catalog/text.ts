import { choice, file, integer } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { encodings } from "./encodings";
import { defineSource } from "./source";

const params = {
  file: file({ help: "The text file." }),
  window: integer({ help: "Characters in a sample.", default: 64, minimum: 1, maximum: 100_000 }),
  order: choice(["shuffled", "sequential"], {
    help: 'The order of an epoch. "sequential" cuts the text into as many equal streams as a batch has samples: each row of a batch continues that row of the batch before, for layers that carry their state.',
    default: "shuffled",
  }),
  encoding: choice(encodings, {
    help: "The file's character encoding. A byte-order mark at the start of the file takes precedence.",
    default: "utf-8",
  }),
};
export type TextParams = Values<typeof params>;

export const text = defineSource({
  name: "text",
  summary: "Pieces of a text file as indices of its characters; the target is the character after each.",
  params,
  readsFiles: true,
  ordered: true,
  sequential: ({ order }) => order === "sequential",
  ports: ({ window }, facts) =>
    (["input", "target"] as const).map((name) => ({
      ...facts?.ports[name],
      name,
      shape: window === undefined ? undefined : [window],
      dtype: "int32" as const,
    })),
});
