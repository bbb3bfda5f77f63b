import { describe } from "vitest";
import { trainsArchitecture } from "./trainsArchitecture";

// The others take their steps in `npm test`.
describe("on the CPU", () => {
  for (const name of ["transformer", "vit-b16", "bert-base", "gpt2", "seq2seq-attention"])
    trainsArchitecture(name, 1, 900_000);
});
